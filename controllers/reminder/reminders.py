from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal


class AftersalesPortalReminders(AftersalesPortal):
    """What is due of the customer's cars, and the page that the link of a reminder opens (J4)."""

    @route(['/my/reminders'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_reminders(self, **kwargs):
        cars = self._search_own('fleet.vehicle', order='license_plate, id', limit=100).with_context(lang=request.env.lang)
        return self._render_own('aftersales.portal_my_reminders', {
            'page_name': 'aftersales_reminders',
            'cars': cars,
            'things': cars._get_due_things(fields.Date.today()),
            'can_book': bool(request.env['aftersales.workshop'].sudo()._get_online_workshops('aftersales_portal_booking')),
            'today': fields.Date.today(),
        })

    @route(['/my/reminders/<int:reminder_id>'], type='http', auth='public', website=True, methods=['GET'], readonly=True)
    def portal_reminder(self, reminder_id, access_token=None, stopped=None, **kwargs):
        try:
            reminder = self._document_check_access('aftersales.reminder', reminder_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        is_house, reminder = self._is_house(reminder), reminder.sudo()  # sudo: the key is checked
        return self._render_own('aftersales.portal_reminder', {
            'page_name': 'aftersales_reminder',
            'reminder': reminder,
            'is_house': is_house,
            'is_stopped': stopped == '1',
            'token': '' if is_house else reader.read_token(access_token),
            # sudo: what is offered to customers is read for them
            'can_book': bool(request.env['aftersales.workshop'].sudo()._get_online_workshops('aftersales_public_booking')),
        })

    @route(['/my/reminders/<int:reminder_id>'], type='http', auth='public', website=True, methods=['POST'])
    def portal_reminder_stop(self, reminder_id, access_token=None, **post):
        """One click: no more reminders of this kind, on no way; that his car is ready he is told all the same."""
        try:
            reminder = self._get_as_customer('aftersales.reminder', reminder_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        reminder = reminder.sudo()  # sudo: the key is checked
        reminder.partner_id._refuse_all(('call', 'sms', 'mail', 'letter'), {reminder.purpose, 'marketing'}, 'page')
        return request.redirect(
            f'/my/reminders/{reminder.id}?access_token={reader.read_token(access_token)}&stopped=1', code=303)
