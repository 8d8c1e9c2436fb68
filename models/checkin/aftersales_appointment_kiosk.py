import re

from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesAppointment(models.Model):
    """Who checks in at the kiosk may leave his key in the box at the door (O3)."""

    _inherit = 'aftersales.appointment'

    def _has_phone_end(self, digits):
        """Whether a number of the customer ends with these digits; a visit without a number is nobody's."""
        self.ensure_one()
        numbers = {self.phone, self.partner_id.phone} - {False, ''}
        return any(re.sub(r'\D', '', number).endswith(digits) for number in numbers)

    def _may_drop_key(self):
        self.ensure_one()
        return bool(
            self.workshop_id.has_key_drop and self.vehicle_id and self.partner_id
            and self._get_home_checkin().state == 'confirmed' and not self._get_home_checkin().key_dropped_date)

    def _drop_key(self):
        """The key goes into the box: the car is here, its check-in is begun with the tag on the key.

        The page has checked who he is, and calls as the system.

        :return: the tag, or '' where none is free
        """
        self.ensure_one()
        self._claim_for_update()
        home = self._get_home_checkin()
        if home.key_dropped_date:
            return home.key_tag or ''
        if not self._may_drop_key():
            raise UserError(self.env._("Please bring the key to the counter."))
        visit = self._for_advisor()
        visit._arrive()
        checkin = visit.order_id.checkin_id or visit.env['aftersales.checkin'].create({'order_id': visit.order_id.id})
        if checkin.free_key_tag and not checkin.key_tag:
            checkin.action_take_key_tag()
        home.write({'key_tag': checkin.key_tag, 'key_dropped_date': fields.Datetime.now()})
        visit._tell_of_key(home)
        return home.key_tag or ''

    def _for_advisor(self):
        """The visit in the name of who receives it: the order is his, and the log says so."""
        self.ensure_one()
        user = self.user_id or self.workshop_id.advisor_ids[:1] or self.env.ref('base.user_root')
        return self.with_user(user).sudo().with_company(self.company_id).with_context(
            lang=user.lang, tz=self.workshop_id._get_tz().zone)

    def _tell_of_key(self, home):
        """A key without its owner at the counter is looked for by who receives the car."""
        user = self.order_id.user_id
        words = self.with_context(lang=user.lang).env
        self.order_id.activity_schedule(
            'mail.mail_activity_data_todo', user_id=user.id,
            summary=words._("Key in the drop box: tag %(tag)s", tag=home.key_tag or "–"))
