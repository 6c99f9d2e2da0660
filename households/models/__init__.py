"""Registry, rounds and recognised status."""

from households.models.event import HouseholdEvent, HouseholdMove
from households.models.household import Household, Member, Residence
from households.models.listing import ColumnMapping, ImportedHousehold
from households.models.meeting import Objection, Posting, Recheck, VillageMeeting
from households.models.person import Person
from households.models.printout import Printout
from households.models.recognition import Recognition, Tally
from households.models.review import CommuneRound, Review, Round

__all__ = [
    "ColumnMapping",
    "CommuneRound",
    "Household",
    "HouseholdEvent",
    "HouseholdMove",
    "ImportedHousehold",
    "Member",
    "Objection",
    "Person",
    "Posting",
    "Printout",
    "Recheck",
    "Recognition",
    "Residence",
    "Review",
    "Round",
    "Tally",
    "VillageMeeting",
]
