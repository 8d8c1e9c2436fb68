from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_partner import FILE

# What was due longer ago is not brought up any more.
STALE = timedelta(days=180)
# A date that moves by so much, as predictions do, is about the same thing.
SAME = timedelta(days=60)


class ResPartner(models.Model):
    """What a customer is spoken with next, and when: proposed by the system, agreed by whoever looks after him (J1)."""
    _inherit = 'res.partner'

    aftersales_plan_ids = fields.One2many(
        'aftersales.contact.plan', 'partner_id', string="Planned Contacts", groups=FILE)
    aftersales_next_date = fields.Date(string="Next Contact", compute='_compute_aftersales_next', groups=FILE)
    aftersales_next_topic = fields.Char(string="Next Topic", compute='_compute_aftersales_next', groups=FILE)
    aftersales_next_is_planned = fields.Boolean(compute='_compute_aftersales_next', groups=FILE)

    # === COMPUTE METHODS ===#

    @api.depends_context('lang', 'allowed_company_ids')
    def _compute_aftersales_next(self):
        today = self.env['aftersales.followup']._get_today()
        planned, proposed = self._get_planned_contacts(today), self._get_next_proposals(today)
        for partner in self:
            plan, proposal = planned.get(partner), proposed.get(partner)
            partner.aftersales_next_is_planned = bool(plan)
            partner.aftersales_next_date = plan.date if plan else proposal and proposal['date']
            partner.aftersales_next_topic = plan.topic if plan else proposal and proposal['text']

    # === ACTION METHODS ===#

    def action_plan_next_contact(self):
        """What the system proposes is agreed as it is."""
        proposals = self._get_next_proposals(self.env['aftersales.followup']._get_today())
        for partner in self:
            if not proposals.get(partner):
                raise UserError(self.env._(
                    "Nothing is proposed for %(customer)s. Plan a contact of your own.", customer=partner.display_name))
        self.env['aftersales.contact.plan']._plan(proposals)

    def action_change_next_contact(self):
        """Another day or another topic than what is proposed, or planned."""
        self.ensure_one()
        today = self.env['aftersales.followup']._get_today()
        action = {
            'type': 'ir.actions.act_window', 'name': self.env._("Next Contact"), 'res_model': 'aftersales.contact.plan',
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new'}
        plan = self._get_planned_contacts(today).get(self)
        if plan:
            return {**action, 'res_id': plan.id}
        proposal = self._get_next_proposals(today).get(self) or {}
        return {**action, 'context': {
            'default_partner_id': self.id, 'default_vehicle_id': proposal.get('vehicle_id'),
            'default_date': proposal.get('date'), 'default_topic': proposal.get('text')}}

    # === HOOKS ===#

    def _propose_next_contacts(self, today):
        """Hook: what these customers may be contacted about next; the earliest is proposed.

        Rooms add their topics by ``super()``, for all of these customers in a constant number of queries. The date is the
        one that follows from what is due, also where it has passed: by it a proposal is known as one that was agreed
        before.

        :param today: the day by the outlet's clock
        :return: dict of partner: list of tuples of date, code of the topic, text in the reader's language and, where it is
            about one, the id of the car
        """
        proposals = {partner: [] for partner in self}
        topics = self.env['aftersales.contact.topic'].sudo().search([('active', '=', True)])  # sudo: for whoever reads
        topics = topics.grouped('code')
        # sudo: whoever sees the file is told what is due of the customer's cars
        cars = self.env['fleet.vehicle'].sudo().search([
            ('owner_id', 'in', self.ids), ('company_id', 'in', [False, *self.env.companies.ids])])
        for code, propose in self._get_topic_proposers().items():
            for topic in topics.get(code, ()):
                for car, day, text in propose(cars, topic, today):
                    label = ' · '.join(filter(None, (topic.name, text, car.license_plate or car.model_id.name)))
                    proposals[car.owner_id.with_env(self.env)].append((day, code, label, car.id))
        return proposals

    # === BUSINESS METHODS ===#

    def _get_topic_proposers(self):
        return {
            'service': self._propose_service, 'declined': self._propose_declined, 'warranty': self._propose_warranty,
            'inspection': self._propose_inspection, 'insurance': self._propose_insurance, 'season': self._propose_season}

    @api.model
    def _propose_service(self, cars, topic, today):
        for car in cars.filtered('next_service_date'):
            yield car, car.next_service_date + timedelta(days=topic.offset_days), car.next_service_line_id.display_name

    @api.model
    def _propose_declined(self, cars, topic, today):
        """Declined work, or a finding nobody saw to: the most urgent of each car."""
        for car, entries in cars._get_open_recommendations().items():
            if entries and entries[0]['date']:
                day = fields.Date.to_date(entries[0]['date'])
                yield car, day + timedelta(days=topic.offset_days), entries[0]['name']

    @api.model
    def _propose_warranty(self, cars, topic, today):
        ends = self.env['aftersales.coverage'].sudo()._read_group(  # sudo: as above
            [('vehicle_id', 'in', cars.ids), ('fitted_line_id', '=', False), ('end_date', '>=', today),
             ('company_id', 'in', [False, *self.env.companies.ids])], ['vehicle_id'], ['end_date:max'])
        for car, end in ends:
            yield car, end + timedelta(days=topic.offset_days), fields.Date.to_string(end)

    @api.model
    def _propose_inspection(self, cars, topic, today):
        return self._propose_due(cars, topic, 'inspection_due_date')

    @api.model
    def _propose_insurance(self, cars, topic, today):
        return self._propose_due(cars, topic, 'insurance_due_date')

    @api.model
    def _propose_due(self, cars, topic, name):
        for car in cars.filtered(name):
            yield car, car[name] + timedelta(days=topic.offset_days), fields.Date.to_string(car[name])

    @api.model
    def _propose_season(self, cars, topic, today):
        """Once for a customer, however many cars he has."""
        day = topic._get_next_season(today)
        for some in cars.grouped('owner_id').values():
            yield some[:1], day, ''

    def _get_planned_contacts(self, today):
        """The next contact that is planned, by partner; one query for all."""
        plans = self.env['aftersales.contact.plan'].search(
            [('partner_id', 'in', self._origin.ids), ('date', '>=', today), ('company_id', 'in', self.env.companies.ids)],
            order='date, id')
        return {partner: some[0] for partner, some in plans.grouped('partner_id').items()}

    def _get_next_proposals(self, today):
        """The earliest that is proposed and was not agreed before, by partner: date, code, text, day it follows from, car."""
        known = {}
        # sudo: what was agreed in whatever outlet is not proposed again
        for plan in self.env['aftersales.contact.plan'].sudo().with_context(active_test=False).search_fetch(
                [('partner_id', 'in', self._origin.ids), ('topic_code', '!=', False)],
                ['partner_id', 'vehicle_id', 'topic_code', 'proposed_date']):
            known.setdefault((plan.partner_id.id, plan.vehicle_id.id, plan.topic_code), []).append(plan.proposed_date)
        found = {}
        for partner, proposals in self._origin._propose_next_contacts(today).items():
            for day, code, text, *car in sorted(proposals, key=lambda proposal: proposal[0]):
                car = car[0] if car else False
                agreed = known.get((partner.id, car, code), ())
                if day < today - STALE or any(abs(day - other) <= SAME for other in agreed if other):
                    continue
                found[partner] = {
                    'date': max(day, today), 'code': code, 'text': text, 'proposed_date': day, 'vehicle_id': car}
                break
        return found

    def _make_way(self, others):
        """Both were to be contacted on a day, or refused the same of one car: once is enough."""
        super()._make_way(others)
        theirs = [('partner_id', 'in', (self | others).ids)]
        self._find_surplus(
            self.env['aftersales.contact.plan'].search(theirs),
            lambda plan: (plan.vehicle_id, plan.date, plan.company_id), lambda plan: plan.id).active = False
        self._find_surplus(
            self.env['aftersales.file.refusal'].search([*theirs, ('ended_date', '=', False)]),
            lambda refusal: (refusal.item_id, refusal.vehicle_id), lambda refusal: refusal.id,
        ).ended_date = fields.Datetime.now()
