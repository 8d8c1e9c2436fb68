from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models

TOPICS = [
    ('service', "Service Due"), ('declined', "Declined Work"), ('warranty', "End of the Warranty"),
    ('inspection', "Inspection Due"), ('insurance', "Insurance Due"), ('season', "Season"),
]


class AftersalesContactTopic(models.Model):
    """What customers are proposed to be contacted about, and how long before or after it is due (J1)."""
    _name = 'aftersales.contact.topic'
    _description = "Topic of Contacts"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    code = fields.Selection(TOPICS, string="What It Is About", required=True, default='season')
    offset_days = fields.Integer(
        string="Days", default=-14, bounds=(-730, 730),
        help="So many days after it is due, or was said; below zero: before.")
    season_day = fields.Integer(string="Day of the Month", default=1, bounds=(1, 31), aggregator=None)
    season_month = fields.Integer(
        string="Month", default=1, bounds=(1, 12), aggregator=None, help="When the season begins, each year.")

    def _get_next_season(self, today):
        """When the season of this topic is spoken of next: its day of this year, or of the next one."""
        self.ensure_one()
        # The last day of a shorter month, where it has no such day.
        begins = date(today.year, self.season_month, 1) + relativedelta(day=self.season_day)
        moment = begins + timedelta(days=self.offset_days)
        return moment if moment >= today else begins + relativedelta(years=1) + timedelta(days=self.offset_days)
