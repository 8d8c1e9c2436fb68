from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AftersalesContactPlan(models.Model):
    """A contact with a customer that somebody agreed on: its day and its topic (J1).

    On that day it becomes a step of follow-up by its rule, as any other: consent, quiet hours, deputies and one live step a
    car hold by themselves. What was agreed of a proposal is not proposed again.
    """
    _name = 'aftersales.contact.plan'
    _description = "Planned Contact"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.plate.mixin']
    _plate_of = 'vehicle_id'
    _order = 'date, id'
    _rec_names_search = ['partner_id.name', 'vehicle_id.license_plate', 'topic']
    _check_company_auto = True

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade', check_company=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', ondelete='cascade', check_company=True,
        domain="[('owner_id', '=', partner_id)]")
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    active = fields.Boolean(default=True)
    date = fields.Date(string="On", required=True, index=True)
    topic = fields.Char(required=True)
    topic_code = fields.Char(string="Topic Proposed", readonly=True)
    proposed_date = fields.Date(string="Proposed For", readonly=True)
    user_id = fields.Many2one(
        'res.users', string="Who Calls", index='btree_not_null', check_company=True, compute='_compute_user_id', store=True,
        readonly=False, precompute=True, domain="[('share', '=', False)]", help="Empty: whoever is free.")
    followup_id = fields.Many2one('aftersales.followup', string="Follow-up", compute='_compute_followup_id')

    _once = models.UniqueIndex(
        "(partner_id, COALESCE(vehicle_id, 0), date, company_id) WHERE active",
        "A contact with this customer is planned for this day already. Change that one.")

    # === COMPUTE METHODS ===#

    @api.depends('partner_id')
    def _compute_user_id(self):
        """Who looks after the customer, where he works for this company."""
        for plan in self:
            agent = plan.partner_id.sudo().aftersales_agent_id  # sudo: whoever plans it
            company = plan.company_id or self.env.company
            plan.user_id = agent if agent.active and company in agent.company_ids else plan.user_id

    def _compute_followup_id(self):
        """The step it became; one query for all."""
        rule = self._get_rule()
        steps = self.env['aftersales.followup'].sudo().search([  # sudo: whoever sees the plan is told what it became
            ('rule_id', '=', rule.id), ('partner_id', 'in', self.partner_id.ids), ('anchor_date', 'in', self.mapped('date'))])
        by_key = {(step.partner_id, step.vehicle_id, step.anchor_date): step.id for step in steps}
        for plan in self:
            plan.followup_id = by_key.get((plan.partner_id, plan.vehicle_id, plan.date), False)

    @api.depends('partner_id.name', 'topic')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = ' · '.join(filter(None, (plan.partner_id.name, plan.topic)))

    # === CONSTRAINT METHODS ===#

    @api.constrains('partner_id', 'vehicle_id')
    def _check_vehicle(self):
        for plan in self.sudo().filtered('vehicle_id'):  # sudo: whoever plans it
            car = plan.vehicle_id
            if plan.partner_id.commercial_partner_id not in (car.owner_id | car.contact_id).commercial_partner_id:
                raise ValidationError(self.env._(
                    "%(vehicle)s is no car of %(customer)s. Choose one of his cars.", vehicle=car.display_name,
                    customer=plan.partner_id.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._read_inputs(vals) for vals in vals_list]
        plans = super().create(vals_list)
        plans._check_day()
        plans._check_wanted()
        plans._note_proposals()
        plans._make_due_steps()
        return plans

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            for plan in self.filtered('followup_id'):
                raise UserError(self.env._(
                    "%(plan)s is a follow-up by now: change that one.", plan=plan.display_name))
        result = super().write(vals)
        if 'date' in vals:
            self._check_day()
            self._make_due_steps()
        return result

    # === BUSINESS METHODS ===#

    @api.model
    def _get_dialog(self, document, topic):
        """The dialog in which a call about a document is planned: for whoever takes care of it, today if nothing is changed."""
        document.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Plan a Call"), 'res_model': self._name,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new', 'context': {
                'default_partner_id': document.partner_id.id, 'default_company_id': document.company_id.id,
                'default_workshop_id': document.workshop_id.id, 'default_user_id': document.user_id.id,
                'default_vehicle_id': document.vehicle_id.id if 'vehicle_id' in document._fields else False,
                'default_date': fields.Date.to_string(self.env['aftersales.followup']._get_today()),
                'default_topic': topic}}

    @api.model
    def _get_rule(self):
        """The rule by which planned contacts become steps; none where somebody took it out of use."""
        # sudo: rules are the manager's
        return self.env['aftersales.followup.rule'].sudo().search([('anchor', '=', 'planned')], limit=1)

    def _check_day(self):
        today = self.env['aftersales.followup']._get_today()
        for plan in self:
            if not today <= plan.date <= fields.Date.add(today, years=5):
                raise UserError(self.env._(
                    "%(customer)s: the next contact is on a day to come, within five years.",
                    customer=plan.partner_id.display_name))

    def _check_wanted(self):
        """Of whoever refuses every way nothing would come."""
        purpose = self._get_rule().purpose or 'followup'
        for partner in self.partner_id:
            if all(partner._refuses(channel, purpose) for channel in ('call', 'sms', 'mail')):
                raise UserError(self.env._(
                    "%(customer)s wants neither calls nor messages: no contact can be planned.",
                    customer=partner.display_name))

    def _note_proposals(self):
        """What the system proposed, on whatever day it was agreed on, is not proposed again."""
        today = self.env['aftersales.followup']._get_today()
        proposals = self.partner_id._get_next_proposals(today)
        for plan in self:
            proposal = proposals.get(plan.partner_id)
            if proposal and proposal['text'] == plan.topic:
                plan.sudo().write({  # sudo: what was proposed is the system's to say
                    'topic_code': proposal['code'], 'proposed_date': proposal['proposed_date'],
                    'vehicle_id': proposal['vehicle_id']})

    @api.model
    def _plan(self, proposals):
        """Agree on what was proposed.

        :param proposals: dict of partner: what ``_get_next_proposals`` says of him
        """
        return self.create([{
            'partner_id': partner.id, 'date': proposal['date'], 'topic': proposal['text'],
            'vehicle_id': proposal['vehicle_id']} for partner, proposal in proposals.items()])

    def _make_due_steps(self):
        """What is planned for today is not left to the night."""
        today = self.env['aftersales.followup']._get_today()
        due = self.filtered(lambda plan: plan.date <= today)
        rule = self._get_rule()
        if due and rule:
            self.env.flush_all()
            for company, plans in due.sudo().grouped('company_id').items():  # sudo: steps are the system's
                if company.aftersales_follow_up:
                    rule.with_company(company)._generate_in(company, plans.workshop_id[:1])
            self.env['aftersales.followup'].invalidate_model()
