from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# Working days after the visit in which its report is with the customer.
REPORT_DAYS = 3


class AftersalesContractVisit(models.Model):
    """A visit at a fleet: each car is looked at, or its drivers are trained; the report follows in days (contracts, §5)."""
    _name = 'aftersales.contract.visit'
    _description = "Visit under a Contract"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.signature.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'planned_date, id'
    _rec_names_search = ['contract_id.name', 'partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'planned': dict.fromkeys(('done', 'cancelled')),
        'done': dict.fromkeys(('reported',)),
        'reported': {},
        'cancelled': {},
    }
    _sealed_fields = ('kind', 'done_date', 'summary', 'signatory', 'signature', 'signature_kind')
    _shown_fields = (
        'summary', 'signatory', 'participants', 'line_ids.value', 'line_ids.condition', 'line_ids.advice')

    contract_id = fields.Many2one('aftersales.contract', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='contract_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(related='contract_id.partner_id', string="Customer", store=True, index=True, precompute=True)
    kind = fields.Selection([
        ('inspection', "Inspection of the Cars"), ('training', "Training of Drivers")], required=True, default='inspection')
    state = fields.Selection([
        ('planned', "Visit Planned"), ('done', "Visit Done"), ('reported', "Visit Reported"), ('cancelled', "Visit Dropped"),
    ], string="Status", required=True, readonly=True, copy=False, default='planned', index=True, tracking=True)
    planned_date = fields.Date(string="Planned On", required=True, default=fields.Date.context_today, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Holder", index='btree_not_null', check_company=True, default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", tracking=True)
    done_date = fields.Date(string="Done On", readonly=True, copy=False)
    report_due_date = fields.Date(
        string="Report Until", readonly=True, copy=False, help="Three working days after the visit.")
    report_date = fields.Date(string="Reported On", readonly=True, copy=False)
    participants = fields.Text(string="Who Took Part", help="At a training: the names of the drivers.")
    summary = fields.Text(string="State and Advice", help="What the customer reads first.")
    signatory = fields.Char(string="Signed By", copy=False)
    line_ids = fields.One2many('aftersales.contract.visit.line', 'visit_id', string="Checks", copy=False)
    replace_count = fields.Integer(string="To Be Replaced", compute='_compute_replace_count')
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')

    _planned_idx = models.Index("(planned_date, id)")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('contract_id.name', 'planned_date')
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = ' · '.join(filter(None, [
                visit.contract_id.name, fields.Date.to_string(visit.done_date or visit.planned_date)]))

    @api.depends('line_ids.condition')
    def _compute_replace_count(self):
        for visit in self:
            visit.replace_count = len(visit.line_ids.filtered(lambda line: line.condition == 'replace'))

    @api.depends('state', 'planned_date', 'report_due_date')
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_visits_domain())
        for visit in self:
            visit.is_late = visit in late

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = self._get_late_visits_domain()
        return late if True in value else ~late

    @api.model
    def _get_late_visits_domain(self):
        """Not visited on the day, or not reported in time."""
        today = fields.Date.context_today(self)
        return (Domain('state', '=', 'planned') & Domain('planned_date', '<', today)) | (
            Domain('state', '=', 'done') & Domain('report_due_date', '<', today))

    # === ACTION METHODS ===#

    def action_list_checks(self):
        """A line for each check of each car that has none yet."""
        self.check_access('write')
        self._claim_for_update()
        for visit in self:
            if visit.state != 'planned' or visit.kind != 'inspection':
                raise UserError(self.env._(
                    "%(visit)s is no inspection that is planned. Reload the page.", visit=visit.display_name))
            there = {(line.vehicle_id, line.name) for line in visit.line_ids}
            checks = visit.contract_id.type_id.check_ids.with_context(lang=visit.partner_id.lang or self.env.lang)
            visit.line_ids = [Command.create({'vehicle_id': car.id, 'name': check.name, 'unit': check.unit})
                              for car in visit.contract_id._get_inspected_vehicles()
                              for check in checks if (car, check.name) not in there]
            if not visit.line_ids:
                raise UserError(self.env._(
                    "%(type)s does not say what is looked at. Enter its checks, or those of this visit.",
                    type=visit.contract_id.type_id.name))

    def action_done(self):
        self._transition('done')

    def action_report(self):
        self._transition('reported')

    def action_cancel(self):
        self._transition('cancelled')

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_done(self):
        for visit in self:
            if visit.contract_id.state not in ('active', 'suspended', 'used_up'):
                raise UserError(self.env._(
                    "%(visit)s: its contract does not run.", visit=visit.display_name))
            if visit.kind == 'training' and not (visit.participants or '').strip():
                raise UserError(self.env._("%(visit)s: enter who took part.", visit=visit.display_name))
            if visit.kind == 'inspection' and not visit.line_ids:
                raise UserError(self.env._(
                    "%(visit)s: list the cars and what was looked at first.", visit=visit.display_name))
            if missing := visit.line_ids.filtered(lambda line: not line.condition):
                raise UserError(self.env._(
                    "%(visit)s: in which state is this? %(car)s, %(check)s", visit=visit.display_name,
                    car=missing[0].vehicle_id.display_name, check=missing[0].name))

    def _after_done(self, source):
        today = fields.Date.context_today(self)
        for visit in self.sudo():  # sudo: stamps are the system's
            visit.write({'done_date': today, 'report_due_date': visit._get_report_due(today)})

    def _get_report_due(self, day):
        """Three working days of the house after ``day``."""
        self.ensure_one()
        calendar = self.company_id.resource_calendar_id
        due = calendar and calendar.plan_days(
            REPORT_DAYS, datetime.combine(day + timedelta(days=1), time.min), compute_leaves=True)
        return due.date() if due else day + timedelta(days=REPORT_DAYS)

    def _check_reported(self):
        for visit in self:
            if not (visit.summary or '').strip():
                raise UserError(self.env._(
                    "%(visit)s: write state and advice for the customer.", visit=visit.display_name))
            if not (visit.signatory or '').strip() or not visit.signature:
                raise UserError(self.env._(
                    "%(visit)s: the customer writes his name and signs for the report.", visit=visit.display_name))
        self._check_signature_fits()

    def _after_reported(self, source):
        self._check_reported()  # what came in one call with the status was not shown either
        with self.env.protecting([self._fields['signature']], self):
            for visit in self.sudo():  # sudo: seal and stamps are the system's
                visit.report_date = fields.Date.context_today(self)
                visit.write(visit._prepare_seal_vals())
        self.env['aftersales.kept.print']._keep('report_contract_visit', self)

    def _check_cancelled(self):
        """Hook: rooms may ask for more."""

    # === BUSINESS METHODS: EVIDENCE ===#

    def _is_frozen(self):
        return bool(self.content_hash)

    def _may_lose_signature(self):
        return not self.content_hash

    def _get_shown(self):
        self.ensure_one()
        return {
            'summary': self.summary or '', 'participants': self.participants or '', 'signatory': self.signatory or '',
            'lines': [line._get_shown() for line in self.line_ids]}

    def _get_evidence(self):
        return super()._get_evidence() | {
            'contract': self.contract_id.name, 'customer': self.partner_id.display_name,
            'participants': self.participants or '', 'lines': [line._get_shown() for line in self.line_ids]}

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(visit)s stays in the history. Drop it instead of deleting it.", visit=self.display_name)
