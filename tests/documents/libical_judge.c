/* Reads a calendar file from standard input; prints faults, method, alarms and each event's UTC start and end. */
#include <libical/ical.h>
#include <stdio.h>
int main(void) {
    static char text[4 << 20];
    text[fread(text, 1, sizeof text - 1, stdin)] = 0;
    icalcomponent *file = icalparser_parse_string(text);
    if (!file) return puts("unreadable"), 1;
    icalrestriction_check(file);
    printf("%d %s %d\n", icalcomponent_count_errors(file), icalproperty_method_to_string(icalcomponent_get_method(file)),
           icalcomponent_count_components(file, ICAL_VALARM_COMPONENT));
    for (icalcomponent *e = icalcomponent_get_first_component(file, ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(file, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype a = icalcomponent_get_dtstart(e), b = icalcomponent_get_dtend(e);
        printf("%lld %lld\n", (long long)icaltime_as_timet_with_zone(a, a.zone), (long long)icaltime_as_timet_with_zone(b, b.zone));
    }
    return 0;
}
