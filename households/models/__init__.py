"""Registry, rounds and recognised status."""

from households.models.household import Household, HouseholdEvent, Member, Person, Residence
from households.models.recognition import Recognition, Tally
from households.models.review import CommuneRound, Review, Round

__all__ = [
    "CommuneRound",
    "Household",
    "HouseholdEvent",
    "Member",
    "Person",
    "Recognition",
    "Residence",
    "Review",
    "Round",
    "Tally",
]
