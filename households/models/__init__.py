"""Registry, rounds and recognised status."""

from households.models.confirmation import Confirmation
from households.models.event import HouseholdEvent, HouseholdMove
from households.models.household import Household, Member, Residence
from households.models.likeness import Likeness
from households.models.listing import ColumnMapping, ImportedHousehold
from households.models.meeting import Objection, Posting, Recheck, VillageMeeting
from households.models.person import Person
from households.models.printout import Printout
from households.models.recognition import Recognition, Tally
from households.models.request import ReviewRequest
from households.models.review import CommuneRound, Review, Round
from households.models.total import VillageTotal

__all__ = [
    "ColumnMapping",
    "CommuneRound",
    "Confirmation",
    "Household",
    "HouseholdEvent",
    "HouseholdMove",
    "ImportedHousehold",
    "Likeness",
    "Member",
    "Objection",
    "Person",
    "Posting",
    "Printout",
    "Recheck",
    "Recognition",
    "Residence",
    "Review",
    "ReviewRequest",
    "Round",
    "Tally",
    "VillageMeeting",
    "VillageTotal",
]
