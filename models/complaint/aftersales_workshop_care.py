from datetime import timedelta

from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

# Who did not come is called within a week, or comes of himself.
CALL_DAYS = 7


class AftersalesWorkshop(models.Model):
    """Customer care begins with the calls and tasks of the day, whichever document they hang on."""
    _inherit = 'aftersales.workshop'

    def _get_care_tallies(self, start, stop):
        since = fields.Datetime.to_string(fields.Datetime.to_datetime(start) - timedelta(days=CALL_DAYS))
        today = fields.Date.to_string(self._get_local_day(fields.Datetime.now()))
        mine = [('user_id', '=', self.env.uid), ('date_deadline', '<=', today)]
        missed = [('workshop_id', '=', self.id), ('state', '=', 'no_show'), ('start', '>=', since)]
        my_tasks, to_call = self.env._("my calls and tasks due"), self.env._("booked and not come, to call")
        return [
            Tally(2, 'my_tasks', 'now', my_tasks, 'mail.mail_activity_action_my', mine, 'warning'),
            *super()._get_care_tallies(start, stop),
            Tally(45, 'to_call', 'now', to_call, 'aftersales.action_appointments', missed),
        ]
