from datetime import timedelta

from odoo import fields


class CampaignQueues:
    """What the scheduled actions of events work on."""

    def _create_events(self, **values):
        now = fields.Datetime.now()
        events = self.env['aftersales.campaign'].create([{
            'name': f"Course {number}", 'kind_id': self.env.ref('aftersales.campaign_kind_course').id,
            'workshop_id': self.workshop.id, 'start': now + timedelta(days=30), 'stop': now + timedelta(days=31)}
            for number in range(self.count)])
        for event in events:
            event.sudo().rule_id = event.sudo()._create_rule()
        return self._write_raw(events, state='sending', sending_date=now, **values)

    def _prepare_campaign_invite(self):
        return '_plan_calls', self._create_events()

    def _prepare_campaign_run(self):
        return '_run_by_itself', self._create_events(start=fields.Datetime.now() - timedelta(hours=1))

    def _prepare_campaign_write(self):
        self.company.write({'aftersales_quiet_from': 0, 'aftersales_quiet_to': 0, 'aftersales_noon_to': 12,
                            'aftersales_calls_on_sunday': True})
        event = self._create_events()[0]
        guests = self.env['aftersales.campaign.guest'].sudo().create([{
            'campaign_id': event.id, 'partner_id': self.env['res.partner'].create({
                'name': f"Guest {number}", 'email': f'guest{number}@example.com'}).id} for number in range(self.count)])
        return '_write_to', self._write_raw(guests, letter_due_date=fields.Date.today())
