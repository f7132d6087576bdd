"""What may be done with a registration, and in which words it is refused."""

from registrations.policies.desk import (
    may_check_in,
    may_close_desk,
    may_give_up_place,
    may_take_desk_place,
    may_turn_into_walk_in,
    may_undo_check_in,
    may_walk_in,
)
from registrations.policies.groups import (
    has_somebody_to_seat,
    is_still_the_same,
    looked_after_by,
    may_arrange_groups,
    may_move,
    may_publish_groups,
)
from registrations.policies.papers import fits_on_labels, has_badges, may_print
from registrations.policies.places import (
    has_free_place,
    has_no_place_yet,
    has_places,
    is_full,
    may_add,
    may_cancel,
    may_change,
    may_fill_places,
    may_promote,
    may_register,
    may_register_again,
)

__all__ = [
    "fits_on_labels",
    "has_badges",
    "has_free_place",
    "has_no_place_yet",
    "has_places",
    "has_somebody_to_seat",
    "is_full",
    "is_still_the_same",
    "looked_after_by",
    "may_add",
    "may_arrange_groups",
    "may_cancel",
    "may_change",
    "may_check_in",
    "may_close_desk",
    "may_fill_places",
    "may_give_up_place",
    "may_move",
    "may_print",
    "may_promote",
    "may_publish_groups",
    "may_register",
    "may_register_again",
    "may_take_desk_place",
    "may_turn_into_walk_in",
    "may_undo_check_in",
    "may_walk_in",
]
