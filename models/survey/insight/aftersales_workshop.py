from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """Each outlet that asks its customers has a report of every quarter (L3)."""
    _inherit = 'aftersales.workshop'

    bulletin_ids = fields.One2many(
        'aftersales.survey.bulletin', 'workshop_id', string="Satisfaction Reports", readonly=True,
        groups='aftersales.group_see_survey')

    @api.model
    def _cron_make_bulletins(self, batch_size=100):
        """The report of the quarter that is over; those that are there stay, withdrawn ones, too."""
        self._work_through([
            ('company_id.aftersales_ask_survey', '=', True),
            ('bulletin_ids', 'not any', [('period_start', '=', self._get_last_quarter())]),
        ], '_make_bulletin', batch_size, together=True)

    def _make_bulletin(self):
        # sudo: reports of all companies are the system's to make
        self.env['aftersales.survey.bulletin'].sudo().create([{
            'company_id': outlet.company_id.id, 'workshop_id': outlet.id, 'period_start': self._get_last_quarter(),
        } for outlet in self])

    @api.model
    def _get_last_quarter(self):
        """The first day of the quarter that is over."""
        day = fields.Date.context_today(self) - relativedelta(months=3)
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
