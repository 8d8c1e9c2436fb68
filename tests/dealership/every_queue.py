from .approval_queues import ApprovalQueues
from .campaign_queues import CampaignQueues
from .checkin_queues import CheckinQueues
from .contract_queues import ContractQueues
from .equipment_queues import EquipmentQueues
from .exchange_queues import ExchangeQueues
from .followup_queues import FollowupQueues
from .law_queues import LawQueues
from .loan_queues import LoanQueues
from .member_queues import MemberQueues
from .monthly_queues import MonthlyQueues
from .people_queues import PeopleQueues
from .privacy_queues import PrivacyQueues
from .reminder_queues import ReminderQueues
from .rescue_queues import RescueQueues
from .risk_queues import RiskQueues
from .site_queues import SiteQueues
from .standard_queues import StandardQueues
from .stocking_queues import StockingQueues
from .survey_queues import SurveyQueues
from .value_queues import ValueQueues


class EveryQueue(
        SurveyQueues, LawQueues, LoanQueues, FollowupQueues, ValueQueues, ReminderQueues, CampaignQueues, RescueQueues,
        StockingQueues, MemberQueues, ContractQueues, ApprovalQueues, CheckinQueues, EquipmentQueues, PeopleQueues,
        StandardQueues, PrivacyQueues, RiskQueues, SiteQueues, MonthlyQueues, ExchangeQueues):
    """What each scheduled action would work on: ``_prepare_<action>`` of every room, see ``base/test_batch.py``."""
