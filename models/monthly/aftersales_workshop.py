from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """Each outlet has a draft of its report on the first day of the next month, by its company's clock (N2)."""
    _inherit = 'aftersales.workshop'

    monthly_report_ids = fields.One2many(
        'aftersales.monthly.report', 'workshop_id', string="After-Sales Reports", readonly=True,
        groups='aftersales.group_manager')

    @api.model
    def _cron_make_monthly_reports(self, batch_size=100):
        """The report of the month that is over; those that are there stay, withdrawn ones, too."""
        month = self._get_month_over()
        self._work_through(
            [('monthly_report_ids', 'not any', [('period', '=', 'month'), ('period_start', '=', month)])],
            '_make_monthly_report', batch_size, together=True)

    def _make_monthly_report(self):
        """Compiled in the name of the outlet's manager, who writes what it concludes."""
        month = self._get_month_over()
        # sudo: reports of all companies are the system's to make
        self.env['aftersales.monthly.report'].sudo().create([{
            'company_id': outlet.company_id.id, 'workshop_id': outlet.id, 'period': 'month', 'period_start': month,
            **({'author_id': outlet.manager_id.id} if outlet.manager_id else {}),
        } for outlet in self])

    @api.model
    def _get_month_over(self):
        """The first day of the month that is over."""
        return self.env.company._get_today().replace(day=1) - relativedelta(months=1)
