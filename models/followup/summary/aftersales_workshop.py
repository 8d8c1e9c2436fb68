from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """Each outlet that calls its customers has a summary of every month, and in January one of the year (J3)."""
    _inherit = 'aftersales.workshop'

    followup_summary_ids = fields.One2many(
        'aftersales.followup.summary', 'workshop_id', string="Summaries of Follow-up", readonly=True,
        groups='aftersales.group_summarise_followup')

    @api.model
    def _cron_make_summaries(self, batch_size=100):
        """Of the month that is over, and of the year where it is; made anew is nothing."""
        self._work_through([
            ('company_id.aftersales_follow_up', '=', True),
            ('followup_summary_ids', 'not any', [
                ('period', '=', 'month'), ('period_start', '=', fields.Date.to_string(self._get_last_month()))]),
        ], '_make_summary', batch_size, together=True)

    def _make_summary(self):
        month = self._get_last_month()
        periods = [('month', month)] + ([('year', month.replace(month=1))] if month.month == 12 else [])
        Summary = self.env['aftersales.followup.summary'].sudo()  # sudo: summaries of all companies are the system's to make
        known = {(summary.workshop_id.id, summary.period, summary.period_start) for summary in Summary.search([
            ('workshop_id', 'in', self.ids), ('period_start', 'in', [day for __, day in periods])])}
        Summary.create([{
            'company_id': outlet.company_id.id, 'workshop_id': outlet.id, 'period': period, 'period_start': day,
        } for outlet in self for period, day in periods if (outlet.id, period, day) not in known])._give_tasks()

    @api.model
    def _get_last_month(self):
        """The first day of the month that is over."""
        return fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
