"""What the published post says of the Birmingham event, word for word. Nothing is added to it here.

The post names no date and no hours; those of the sample are invented. It does not name Liz Clark's employer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Talk:
    """One speaker of the post, and what the talk gave. Organisation: full name, short name, sector."""

    speaker: str
    job_title: str
    organisation: tuple[str, str, str] | None
    second_role: str
    title: str
    gave: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """One workshop: its questions, and the perspectives from which they are answered."""

    title: str
    questions: tuple[str, ...]
    perspectives: tuple[str, ...]


TITLE = "Transforming services and improving information sharing: next steps for IISaM"

AIMS = (
    "The aim of the day was to bring together some of the people who have been key to the project’s success with "
    "others who are interested to explore the impact of information sharing on their work, and to consider how we "
    "move forward from here."
)

INTRODUCTION = (
    "Earlier this week, the IISaM project team continued their mission to spread word of what the project has "
    "achieved by holding a dissemination event in Birmingham. Attendees heard from a range of those involved in "
    "the project’s development, but the project team then asked them to get involved themselves, during two "
    "workshop sessions."
)

CLOSING = (
    "Many of the comments on the day pointed out that, although progress has been made, it will take a concerted "
    "effort over a longer period of time to start the process of cultural change that will be needed. Everyone in "
    "the room has a role to play, particularly when it comes to sharing the stories of how information sharing "
    "can be done."
)

NEXT_STEPS = (
    "We are in the process of gathering together the conclusions reached during the workshop debates.\n\n"
    "If you have a story that you think could make a good case study for the IISaM website, please get in touch! "
    "We can help you turn your experiences into something that’s of benefit to others."
)

TALKS = (
    Talk(
        "Mark Fisher",
        "Leads the social justice team",
        ("Department for Work and Pensions", "DWP", "central"),
        "Chaired the project’s Board during the first twelve months",
        "An introduction to the project",
        "Mark provided an introduction to the project, outlining the way in which information sharing has grown "
        "in importance to government, and giving an insight into the impact it has on the social justice team "
        "that he leads at the Department for Work and Pensions.",
    ),
    Talk(
        "Stephen Curtis",
        "Strategy and Policy manager",
        ("Leicestershire County Council", "", "local"),
        "Member of the IISaM working group",
        "What IISaM has learnt over the course of the project",
        "Stephen gave delegates a sense of what IISaM has learnt over the course of the project, and how that has "
        "influenced the tools that are now available to support others addressing similar issues.",
    ),
    Talk(
        "Liz Clark",
        "Assistant Director for Information and Technology",
        None,
        "",
        "The Multi Agency Information Sharing Hub",
        "Liz followed on with a more detailed look at the Multi Agency Information Sharing Hub designed and "
        "developed in Leicestershire.",
    ),
    Talk(
        "David Evans",
        "",
        ("ICO", "", "regulator"),
        "",
        "The role of legislation in shaping and facilitating appropriate sharing",
        "David gave a view on the role of legislation in shaping and facilitating appropriate sharing.",
    ),
    Talk(
        "Charlotte Piper",
        "",
        ("DCLG", "", "central"),
        "",
        "The lessons learnt during the Whole Place Community Budgets pilot",
        "Charlotte shared the lessons learnt during the Whole Place Community Budgets pilot, as well as "
        "reiterating her department’s commitment to seeing the work of IISaM continue and evolve.",
    ),
)

WORKSHOPS = (
    Workshop(
        "The role of our own organisation",
        (
            "What is the role of your own organisation?",
            "How could each organisation support the ongoing work to resolve information sharing issues?",
        ),
        (),
    ),
    Workshop(
        "What success would look like",
        ("What would success in improving information sharing look like?",),
        (
            "Central government",
            "Local government",
            "Those involved in delivering public services",
            "The service user",
        ),
    ),
)

EARLY_THOUGHTS = (
    (
        "An aspiration is that programmes of work such as IISaM are no longer needed; information sharing is part "
        "of business as usual.",
        (),
    ),
    (
        "This would be aided by all those involved in gathering, analysing and using information having an "
        "understanding of the importance of better information in improving services.",
        (),
    ),
    (
        "Progress in highlighting the importance of information sharing is made when those at the top of an "
        "organisation are convinced – IISaM could have a role in reaching out to those individuals.",
        (),
    ),
    (
        "There are a few ways in which a case can be made.",
        (
            (
                "By better understanding the benefits of information sharing",
                "Perhaps reduced cost, or better service delivery",
            ),
            ("By sharing stories of where it works in practice", ""),
        ),
    ),
)

PHOTOGRAPHS = (
    # drawing, description, caption
    ("talk", "Mark Fisher from DWP presents", "Mark Fisher (DWP) introduced the day"),
    (
        "talk",
        "Charlotte Piper from DCLG presents",
        "Charlotte Piper (DCLG) talks about information sharing in the context of Whole Place Community Budgets",
    ),
    ("tables", "Group discussion", "The group discuss the role of their organisation in information sharing"),
    ("tables", "Group discussion", "Groups hard at work discussing the issues"),
)
