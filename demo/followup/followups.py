from datetime import timedelta

from odoo import api, fields, models

CALLS = 14


class AftersalesDemo(models.AbstractModel):
    """What customer care does: calls planned by the rules, some made, one question open, wishes of customers."""
    _inherit = 'aftersales.demo'

    @api.model
    def _plan_calls(self, company):
        """First calls as the nights before have planned them, one for each customer."""
        rule, today, seen = self._ref('followup_rule_visit'), fields.Date.today(), set()
        paused = self.env['fleet.vehicle'].search(self.env['fleet.vehicle']._get_contact_pause_domain())
        visits = self.env['aftersales.order'].search(
            [('company_id', '=', company.id), ('state', '=', 'delivered'), ('vehicle_id', 'not in', paused.ids),
             ('vehicle_id.is_customer_vehicle', '=', True), ('partner_id.phone', '!=', False)],
            order='delivered_date desc, id desc', limit=60)
        for visit in visits:
            if visit.partner_id.id not in seen and len(seen) < CALLS:
                seen.add(visit.partner_id.id)
                self.env['aftersales.followup'].create({
                    'rule_id': rule.id, 'company_id': company.id, 'workshop_id': visit.workshop_id.id,
                    'partner_id': visit.partner_id.id, 'vehicle_id': visit.vehicle_id.id, 'order_id': visit.id,
                    'anchor_date': today - timedelta(days=3 + len(seen) % 4),
                    'due_date': today - timedelta(days=len(seen) % 4)})

    @api.model
    def _load_followups(self):
        shanghai = self._ref('company_shanghai')
        self._plan_calls(shanghai)
        self.env['aftersales.followup.rule'].search([('active', '=', True)], order='priority, id')._generate()
        planned = self.env['aftersales.followup'].search(
            [('company_id', '=', shanghai.id), ('channel', '=', 'call')], order='priority, late_date, id')
        customers, chosen = set(), planned.browse()
        for followup in planned:  # a customer is called once a day
            if followup.partner_id.id not in customers:
                customers.add(followup.partner_id.id)
                chosen |= followup
        care = self._as(chosen, 'care', shanghai)
        said = (
            {'result': 'nothing', 'mood': 'content', 'summary': "The car runs well; he liked that he was called."},
            {'result': 'booked', 'mood': 'content', 'summary': "Wants the oil changed next week.", 'wishes': "A loaner car"},
            {'result': 'question', 'mood': 'neutral', 'summary': "The car runs well.",
             'question': "Can the camera of the car be updated without new parts?"},
        )
        for followup, words in zip(care, said):
            followup.save_call(words)
        for followup, outcome in zip(care[len(said):], ('no_answer', 'machine')):
            followup.note_missed(outcome)
        self.env['aftersales.followup.rule'].sudo().generated_date = fields.Date.today()
        customer = self._ref('partner_wang') if self.env.ref('aftersales.partner_wang', False) else chosen[-1:].partner_id
        if customer:
            customer._note_wishes({('sms', 'marketing'): 'no', ('mail', 'marketing'): 'yes'}, 'counter')
        self._take_letters(chosen[:2], shanghai)

    @api.model
    def _take_letters(self, followups, company):
        """What came in: one letter answered and filed, one call that waits; and the month that is to be talked over."""
        care = self._as(self.env['aftersales.followup.contact'], 'care', company)
        letter, __ = care.create([{
            'partner_id': followup.partner_id.id, 'vehicle_id': followup.vehicle_id.id, 'workshop_id': followup.workshop_id.id,
            'company_id': company.id, 'direction': 'in', 'outcome': 'received', 'is_answered': False, **words,
        } for followup, words in zip(followups, (
            {'medium': 'letter', 'topic': "Invoice for the tax office", 'summary': "Asks for the invoice once more, on paper."},
            {'medium': 'call', 'topic': "Opening hours on holidays", 'summary': "Wants to come between the holidays."}))])
        letter.write({'answer': "A copy was sent by post.", 'filed_place': "Folder Letters 2026"})
        letter.action_answered()
        letter.action_filed()
        self.env['aftersales.followup.summary'].create({
            'company_id': company.id, 'workshop_id': followups[:1].workshop_id.id})
