// Reads tickets with the camera where the browser can; the text field does the same work without it.
const form = document.querySelector("[data-scan]");
const start = document.querySelector("[data-scan-start]");
const video = document.querySelector("[data-scan-video]");

async function read(detector) {
  const [code] = await detector.detect(video);
  if (!code) {
    requestAnimationFrame(() => read(detector));
    return;
  }
  video.srcObject.getTracks().forEach((track) => track.stop());
  form.elements.ticket.value = code.rawValue;
  form.requestSubmit();
}

async function open() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.hidden = false;
  start.hidden = true;
  await video.play();
  read(detector);
}

if (form && "BarcodeDetector" in window && navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", () => open().catch(() => { start.hidden = true; form.elements.ticket.focus(); }));
}
