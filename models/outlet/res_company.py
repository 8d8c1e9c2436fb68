from dateutil.relativedelta import relativedelta

from odoo import fields, models

from .spans import span_of


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_workshop_ids = fields.One2many('aftersales.workshop', 'company_id', string="Outlets")
    aftersales_skill_policy = fields.Selection(
        [('refuse', "Refuse"), ('warn', "Warn and log")],
        string="Technician without the Needed Skill",
        required=True,
        default='refuse',
    )
    aftersales_repair_conditions = fields.Html(
        string="Repair Conditions",
        translate=True,
        help="Printed on repair orders for the customer to sign. An outlet may have its own.",
    )
    aftersales_estimate_validity_days = fields.Integer(
        string="Estimates Hold (days)",
        default=7,
        help="Days an estimate is valid from the day it is printed. 0: no end is printed.", bounds=(None, 36_500),
    )

    _aftersales_estimate_validity_positive = models.Constraint(
        'CHECK (aftersales_estimate_validity_days >= 0)',
        "The days an estimate holds cannot be negative. Enter 0 to print no end.",
    )

    def _get_clock_zone(self):
        """The time zone of what belongs to no single outlet: that of the company's first one."""
        self.ensure_one()
        workshop = self.sudo().aftersales_workshop_ids[:1]  # sudo: the clock is told to whoever may see the document
        return workshop._get_tz().zone if workshop else self.partner_id.tz or self.env.user.tz or 'UTC'

    def _get_today(self):
        """The day by the company's clock: what falls due does so for everybody at one time, whoever looks and from where."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._get_clock_zone()))

    def _get_month_span(self, month):
        """The month that a day lies in, as figures of the company are counted in it."""
        self.ensure_one()
        first = month.replace(day=1)
        return span_of(self, first, first + relativedelta(months=1))

    def _get_day_span(self, day):
        """One day of the company, as ``_get_month_span``."""
        self.ensure_one()
        return span_of(self, day, day + relativedelta(days=1))
