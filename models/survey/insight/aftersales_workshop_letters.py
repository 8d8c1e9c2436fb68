from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

# From this hour of Monday on departments are told of the week that is over.
FIRST_HOUR = 8
# Weeks that nobody was told of, so long ago, are history.
MOST_WEEKS = 4


class AftersalesWorkshop(models.Model):
    """Every Monday each department is told in writing what customers said of it (satisfaction, 6)."""
    _inherit = 'aftersales.workshop'

    opinions_until = fields.Date(
        string="Opinions Told up to", readonly=True, copy=False, help="The first day that departments were not told of yet.")
    survey_letter_ids = fields.One2many(
        'aftersales.survey.letter', 'workshop_id', string="Weekly Opinions", readonly=True,
        groups='aftersales.group_see_survey')

    @api.model
    def _cron_tell_opinions(self, batch_size=100):
        """A week an outlet at a time; where weeks were missed the action is run again soon."""
        self._work_through(self._get_untold_domain(), '_tell_opinions', batch_size, together=10)

    @api.model
    def _get_untold_domain(self):
        """Outlets with a week that is over and was not told of, by their own clocks."""
        now, weeks = pytz.utc.localize(fields.Datetime.now()), {}
        # sudo: a scheduled action works for all companies
        for outlet in self.sudo().search(self._get_telling_domain()):
            local = now.astimezone(outlet._get_tz())
            if local.hour >= FIRST_HOUR:
                weeks.setdefault(local.date() - timedelta(days=local.weekday()), []).append(outlet.id)
        return Domain.OR(
            Domain('id', 'in', ids) & (Domain('opinions_until', '=', False) | Domain('opinions_until', '<', monday))
            for monday, ids in weeks.items())

    @api.model
    def _get_telling_domain(self):
        """Hook: outlets that hear what customers say of them."""
        return Domain('company_id.aftersales_ask_survey', '=', True)

    def _tell_opinions(self):
        """Of the week after the one told last."""
        outlets = self.sudo()  # sudo: what was told is the system's
        weeks = {outlet: outlet._get_untold_week() for outlet in outlets}
        self.env['aftersales.survey.letter'].sudo()._tell(weeks)
        for day, some in outlets.grouped(weeks.get).items():
            some.opinions_until = day + timedelta(days=7)

    def _get_untold_week(self):
        """The first day of the week to tell of."""
        self.ensure_one()
        today = pytz.utc.localize(fields.Datetime.now()).astimezone(self._get_tz()).date()
        monday = today - timedelta(days=today.weekday())
        if not self.opinions_until:
            return monday - timedelta(days=7)
        return max(self.opinions_until, monday - timedelta(days=7 * MOST_WEEKS))
