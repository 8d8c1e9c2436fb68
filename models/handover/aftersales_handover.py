from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesHandover(models.Model):
    """The hand-over of a sold car (P1): inspected before it, gone through with the buyer, signed by four, and kept.

    Technician and inspector sign the inspection and are two people; a change of what they looked at takes their signatures
    away. Sales and buyer sign the hand-over. Its life is in ``aftersales_handover_life.py``, who signs in
    ``aftersales_handover_signing.py``, what becomes of defects in ``aftersales_handover_defects.py``.
    """
    _name = 'aftersales.handover'
    _description = "Hand-Over of a Sold Car"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.signature.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'vehicle_id', 'partner_id']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _sealed_fields = (
        'vehicle_id', 'partner_id', 'odometer', 'signatory', 'signature', 'signature_kind', 'handed_date',
        'technician_signature', 'technician_kind', 'inspector_signature', 'inspector_kind', 'sales_signature', 'sales_kind',
        'override_reason')
    _shown_fields = (
        'vehicle_id', 'partner_id', 'odometer', 'signatory', 'line_ids.name', 'line_ids.result', 'line_ids.finding_text')
    _free_fields = frozenset({'state'})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        [('open', "To Inspect"), ('ready', "Ready for the Buyer"), ('handed', "Handed Over"), ('dropped', "Dropped")],
        string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', required=True, index=True, ondelete='restrict', check_company=True, copy=False)
    partner_id = fields.Many2one(
        'res.partner', string="Buyer", required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Salesperson", index='btree_not_null', check_company=True, default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", tracking=True)
    date = fields.Date(string="Planned For", required=True, default=fields.Date.context_today, index=True)
    odometer = fields.Float(digits=(12, 0), bounds=(0, 9999999), copy=False)
    line_ids = fields.One2many(
        'aftersales.handover.line', 'handover_id', string="Points to Check", default=lambda self: self._default_line_ids())
    defect_count = fields.Integer(
        string="Open Defects", compute='_compute_defect_count', store=True, bounds=(0, 1000), aggregator=None)
    order_count = fields.Integer(string="Orders for Defects", compute='_compute_order_count')
    signatory = fields.Char(string="Signed By the Buyer", max_length=100, copy=False)
    technician_id = fields.Many2one('res.users', readonly=True, copy=False, index='btree_not_null')
    technician_signature = fields.Image(
        max_width=1024, max_height=1024, readonly=True, copy=False, is_signature=True)
    technician_kind = fields.Selection(SIGNATURE_KINDS, string="How the Technician Signed", readonly=True, copy=False)
    inspector_id = fields.Many2one('res.users', readonly=True, copy=False, index='btree_not_null')
    inspector_signature = fields.Image(max_width=1024, max_height=1024, readonly=True, copy=False, is_signature=True)
    inspector_kind = fields.Selection(SIGNATURE_KINDS, string="How the Inspector Signed", readonly=True, copy=False)
    sales_id = fields.Many2one(
        'res.users', string="Signed for Sales By", readonly=True, copy=False, index='btree_not_null')
    sales_signature = fields.Image(max_width=1024, max_height=1024, readonly=True, copy=False, is_signature=True)
    sales_kind = fields.Selection(SIGNATURE_KINDS, string="How Sales Signed", readonly=True, copy=False)
    override_reason = fields.Char(
        string="Handed Over with Defects Because", max_length=200, copy=False, help="A manager lets the car leave so.")
    drop_reason = fields.Char(string="Why It Is Dropped", max_length=200, copy=False)
    handed_date = fields.Datetime(string="Given to the Buyer On", readonly=True, copy=False)
    closed_date = fields.Datetime(string="Ended On", readonly=True, copy=False)

    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    coverage_text = fields.Char(related='vehicle_id.coverage_text', string="Warranty Now")
    registration_due_date = fields.Date(string="Register the Sale Until", compute='_compute_registration_due_date')

    _date_idx = models.Index("(date, id)")
    _vehicle_uniq = models.UniqueIndex(
        "(vehicle_id) WHERE state IN ('open', 'ready')", "This car has an open hand-over already. Go on with that one.")

    @api.model
    def _default_line_ids(self):
        return [
            Command.create({
                'name': point.name, 'instruction': point.instruction, 'kind': point.kind, 'car_part': point.car_part,
                'sequence': number})
            for number, point in enumerate(self.env['aftersales.handover.point'].search([]))]

    @api.depends('line_ids.result')
    def _compute_defect_count(self):
        for handover in self:
            handover.defect_count = len(handover.line_ids.filtered(lambda line: line.result == 'defect'))

    @api.depends('line_ids.job_id')
    def _compute_order_count(self):
        for handover in self:
            handover.order_count = len(handover.line_ids.job_id.order_id)

    @api.depends('date', 'state')
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for handover in self:
            handover.is_late = handover in late

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = self._get_late_domain()
        return late if True in value else ~late

    @api.model
    def _get_late_domain(self):
        return Domain('state', 'in', ('open', 'ready')) & Domain('date', '<', fields.Date.context_today(self))

    @api.depends('state', 'vehicle_id.registration_ids.due_date')
    def _compute_registration_due_date(self):
        """By when the maker is told of this sale, as long as nobody has told him."""
        for handover in self:
            # sudo: whoever hands the car over need not be a claims clerk
            waiting = handover.sudo().vehicle_id.registration_ids.filtered(lambda sale, handover=handover: (
                sale.state == 'due' and sale.partner_id == handover.partner_id.commercial_partner_id))
            handover.registration_due_date = handover.state == 'handed' and waiting[-1:].due_date

    @api.depends('name', 'vehicle_id.license_plate')
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = ' · '.join(filter(None, (handover.name, handover.vehicle_id.license_plate)))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        result = super().write(vals)
        if {'vehicle_id', 'odometer'} & vals.keys():  # another car, or another reading, than technician and inspector saw
            self._take_back_signatures('technician', 'inspector', 'sales')
        elif 'partner_id' in vals:
            self._take_back_signatures('sales')
        return result

    def _get_shown(self):
        self.ensure_one()
        return {
            'vehicle': self.vehicle_id.id, 'buyer': self.partner_id.id, 'odometer': self.odometer,
            'signatory': self.signatory or '',
            'points': [[line.name, line.result or '', line.finding_text or ''] for line in self.line_ids]}

    def _get_evidence(self):
        return super()._get_evidence() | {
            'number': self.name, 'vin': self.vehicle_id.vin_sn or '', 'buyer': self.partner_id.display_name,
            'technician': self.technician_id.name or '', 'inspector': self.inspector_id.name or '',
            'sales': self.sales_id.name or '',
            'points': [[line.name, line.result or '', line.finding_text or ''] for line in self.line_ids]}

    def _may_lose_signature(self):
        return not self.content_hash

    def _is_frozen(self):
        return bool(self.content_hash or self.closed_date)
