from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# How far each goes, step by step.
WAY = ('acknowledged', 'investigating', 'proposed', 'approved', 'carried_out', 'confirmed', 'closed')


class AftersalesDemo(models.AbstractModel):
    """Complaints in every state, an incident, praise, and what is done so that it does not happen again."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_complaints(self):
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            self.env['hr.department'].create([
                {'name': name, 'company_id': company.id} for name in ("Workshop", "Reception", "Parts")])
        orders = {
            outlet: self.env['aftersales.order'].search([
                ('company_id', '=', self._ref(f'company_{outlet}').id), ('state', '=', 'delivered')], limit=30).sorted('id')
            for outlet in ('shanghai', 'hangzhou')}
        for number, row in enumerate(self._read_csv('complaint/complaints.csv')):
            of_outlet = orders[row['outlet']]
            self._load_complaint(row, of_outlet[number % max(len(of_outlet), 1):][:1])
        self._load_complaint_months()

    def _load_complaint_months(self):
        """What an hour costs, and the last month's tables as the first of the month brings them."""
        for outlet, cost in (('shanghai', 95), ('hangzhou', 80)):
            self._ref(f'company_{outlet}').write({'aftersales_hour_cost': cost, 'aftersales_return_tolerance': 10})
        Month = self.env['aftersales.complaint.month'].sudo()
        Month._create_missing()
        Month.search([('state', '=', 'open')])._count()

    def _load_complaint(self, row, order):
        """As it was told so many days ago, and as far as it went (``end``)."""
        outlet, days, end = row['outlet'], int(row['days']), row['end']
        company = self._ref(f'company_{outlet}')
        moment = fields.Datetime.now() - timedelta(days=days, hours=1)
        receiver = 'advisor' if end == 'new' else 'care'
        complaint = self._as(self.env['aftersales.complaint'], receiver, company).create({
            'received_date': moment, 'channel': row['channel'], 'order_id': order.id, 'subject': row['subject'],
            'story': row['story'],
            'workshop_id': self._ref(f'workshop_{outlet}').id,
            'category_id': self._ref(f"complaint_category_{row['category']}").id,
            'kind': {'praise': 'suggestion', 'incident': 'incident'}.get(end, 'complaint'),
            'authority_number': f'12315-{moment:%Y%m%d}-0{days}' if row['channel'] == 'authority' else False,
            'is_statutory': row['category'] == 'came_back',
            'demand': 'repair' if row['category'] in ('not_cured', 'came_back', 'damage') else 'apology',
        })
        if end == 'new':
            return
        system = complaint.sudo()
        system.registered_date = moment
        system._begin_whole(moment)
        system._begin_stage(moment)
        if outlet == 'shanghai' and end in WAY:
            self._lead_complaint(complaint, company, end)
        elif end == 'unfounded':
            self._lead_complaint(complaint, company, 'investigating')
            complaint.unfounded_reason = "The noise is within what the maker describes for this gearbox."
            complaint._tell('refusal', 'letter', "Our answer", f"<p>{complaint.unfounded_reason}</p>")
            complaint.late_reason = "The maker was asked first."
            complaint.unfounded_proof = "Measurement with the maker's tester, printed and signed"
            complaint._transition('unfounded')
        elif end == 'refused':
            self._lead_complaint(complaint, company, 'approved')
            complaint.write({'refused_reason': "I want the evaporator exchanged, not another cleaning.", 'mood': 'discontent',
                             'late_reason': "The customer was away for a week."})
            complaint._transition('refused')
        elif end == 'praise':
            complaint.outcome = "Told to the whole reception at the morning meeting."
            complaint.action_close()
        elif end != 'received':
            self._lead_complaint(complaint, company, end)

    def _lead_complaint(self, complaint, company, end):
        """Step by step, as far as it went."""
        if end not in WAY:
            return
        for step in WAY[:WAY.index(end) + 1]:
            getattr(self, f'_demo_complaint_{step}')(complaint, company)

    def _demo_complaint_acknowledged(self, complaint, company):
        complaint._tell('acknowledge', 'phone', "Call", "<p>Told that we look into it, and until when.</p>")
        complaint.action_acknowledge()

    def _demo_complaint_investigating(self, complaint, company):
        complaint.investigator_id = self._ref('user_inspector')
        self._as(complaint, 'inspector', company).action_investigate()

    def _demo_complaint_proposed(self, complaint, company):
        department = self.env['hr.department'].search([('company_id', '=', company.id), ('name', '=', "Workshop")], limit=1)
        found = self._as(complaint, 'inspector', company)
        found.write({
            'documents_note': "Order and job card agree with what the customer says.",
            'are_reasons_confirmed': 'yes', 'findings': "The work was done by the old instruction.",
            'cause_id': self._ref('complaint_cause_03').id, 'root_cause': "The maker's new instruction was not handed on.",
            'party_ids': [Command.create({'department_id': department.id, 'share': 100})],
            'offer_text': "We do the work again free of charge, and you get a loaner for the day.",
            'solution_ids': [
                Command.create({'kind': 'redo', 'note': "Two hours of labour"}), Command.create({'kind': 'loan'})],
            'opinion_ids': [Command.create({'role': 'quality', 'text': "Clear case: the instruction is from March."})],
        })
        for line, amount in zip(complaint.sudo().solution_ids, (240, 120)):
            line.amount = amount
        found.action_propose()
        self._as(self.env['aftersales.action'], 'inspector', company).create([
            {'name': "Call the customer and apologise", 'kind': 'contain', 'd_step': '3', 'complaint_id': complaint.id,
             'user_id': self._ref('user_care').id, 'workshop_id': complaint.workshop_id.id, 'needs_check': False},
            {'name': "Bulletins are read and signed at the morning meeting", 'kind': 'preventive', 'd_step': '7',
             'complaint_id': complaint.id, 'user_id': self._ref('user_dispatcher').id,
             'workshop_id': complaint.workshop_id.id},
        ])

    def _demo_complaint_approved(self, complaint, company):
        self._as(complaint, 'manager', company).action_approve()

    def _demo_complaint_carried_out(self, complaint, company):
        complaint._tell('solution', 'mail' if complaint._get_letter_email() else 'letter', "Our answer to your complaint",
                        f"<p>{complaint.offer_text}</p>")
        complaint.carried_note = "Done again, the customer was there for the road test."
        self._demo_complaint_documents(complaint, company)
        complaint.action_carry_out()

    def _demo_complaint_documents(self, complaint, company):
        """A rework order of the redo; the loaner was the house's own."""
        for line in complaint.solution_ids:
            if line.kind == 'redo' and complaint.vehicle_id:
                line.action_make_document()
            else:
                line.no_document_reason = "One of our own cars"

    def _demo_complaint_confirmed(self, complaint, company):
        asked = self._as(complaint, 'advisor', company)
        asked.write({'mood': 'content', 'confirm_note': "All is well now, thank you for the call."})
        asked._transition('confirmed')

    def _demo_complaint_closed(self, complaint, company):
        complaint.caller_id = self._ref('user_manager')
        self._as(complaint, 'manager', company)._tell('apology', 'phone', "Call", "<p>Called the customer himself.</p>")
        complaint.late_reason = "The part had to be ordered anew."
        complaint.lesson = "New instructions of the maker are read together before the work begins."
        complaint.action_close()
