from datetime import timedelta

from odoo import fields


class ReminderQueues:
    """What the scheduled actions of reminders and renewals work on."""

    def _create_reminders(self, **values):
        """Reminders of as many customers without cars."""
        partners = self.env['res.partner'].create([{
            'name': f"Shen {number}", 'email': f'shen{number}@example.com'} for number in range(self.count)])
        today = fields.Date.today()
        reminders = self.env['aftersales.reminder'].create([{
            'rule_id': self.env.ref('aftersales.reminder_rule_greeting').id, 'partner_id': partner.id,
            'workshop_id': self.workshop.id, 'company_id': self.company.id, 'due_date': today + timedelta(days=number),
            'due_name': "day", 'ready_date': today} for number, partner in enumerate(partners)])
        return self._write_raw(reminders, purpose='reminder', **values)

    def _prepare_generate_reminders(self):
        Rule = self.env['aftersales.reminder.rule']
        Rule.search([]).sudo().generated_date = Rule._get_night()
        return '_generate', Rule.create([{
            'name': f"Rule {number}", 'kind': 'inspection', 'subject': "Due", 'text': "Due", 'sms_text': "due"}
            for number in range(self.count)])

    def _prepare_send_reminders(self):
        self.company.write({'aftersales_remind': True, 'aftersales_quiet_from': 0, 'aftersales_quiet_to': 0,
                            'aftersales_noon_to': 12, 'aftersales_calls_on_sunday': True})
        return '_send', self._create_reminders()

    def _prepare_end_reminders(self):
        return '_end_late', self._create_reminders(due_date=fields.Date.today() - timedelta(days=2))

    def _prepare_fill_renewals(self):
        cars = self.env['fleet.vehicle'].create([{
            'model_id': self.vehicle.model_id.id, 'license_plate': f'沪R·{number:05}', 'owner_id': self.customer.id,
        } for number in range(self.count)])
        return '_end_silent', self.env['aftersales.renewal'].create([{
            'vehicle_id': car.id, 'workshop_id': self.workshop.id,
            'due_date': fields.Date.today() - timedelta(days=90 - number)} for number, car in enumerate(cars)])
