from datetime import timedelta

from odoo import fields


class CheckinQueues:
    """What the scheduled action of check-ins from home works on."""

    def _prepare_send_home_checkins(self):
        self.company.write({'aftersales_home_checkin': True, 'aftersales_home_checkin_hour': 0})
        return '_send_home_checkin', self._prepare_appointments(fields.Datetime.now() + timedelta(days=1))
