from odoo import fields, models


class AftersalesFollowup(models.Model):
    """What a call came to, its reminders have come to; whoever calls sees what the car is due for (J4)."""
    _inherit = 'aftersales.followup'

    anchor = fields.Selection(selection_add=[('reminder', "Reminder to be called")])

    def _get_called_reminders(self):
        """Reminders that wait for these calls."""
        calls = self.filtered(lambda followup: followup.anchor == 'reminder')
        if not calls:
            return self.env['aftersales.reminder']
        # sudo: whoever calls need not see reminders
        waiting = self.env['aftersales.reminder'].sudo().search([
            ('state', '=', 'planned'), ('channel', '=', 'call'), ('partner_id', 'in', calls.partner_id.ids)])
        keys = {(call.partner_id, call.vehicle_id, call.purpose) for call in calls}
        return waiting.filtered(lambda reminder: (reminder.partner_id, reminder.vehicle_id, reminder.purpose) in keys)

    def _finish(self, result):
        called = self._get_called_reminders()
        super()._finish(result)
        called._note_told()
        if result == 'booked':
            called.is_booked = 1
            called._end('booked')

    def _end(self, reason):
        """Where nobody was reached the reminder has ended; of a step that gave way to another it waits on."""
        called = self._get_called_reminders()
        super()._end(reason)
        if reason in ('unreachable', 'refused', 'hand'):
            called._end(reason)

    def _prepare_open_things(self):
        found = super()._prepare_open_things()
        if not self.vehicle_id:
            return found
        reminders = self.env['aftersales.reminder'].search([
            ('vehicle_id', '=', self.vehicle_id.id), ('state', 'in', ('planned', 'told')),
            ('company_id', '=', self.company_id.id)], limit=5)
        return found + [{
            'level': 'info', 'label': self.env._("Reminder"),
            'text': ' · '.join((reminder.rule_id.name, fields.Date.to_string(reminder.due_date)))}
            for reminder in reminders]
