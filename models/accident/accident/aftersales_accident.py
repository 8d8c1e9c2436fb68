from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAccident(models.Model):
    """An accident whose repair an insurer pays (E11): what happened, whose claim it is, who assesses it, what was assessed
    round by round, and how it is settled.

    Who pays which job, the deductible and the customer's share stand on the order's jobs and nowhere else. Its life is in
    ``aftersales_accident_life.py``; the insurer's invoices follow what was approved, see ``account.move._post``.
    """
    _name = 'aftersales.accident'
    _description = "Accident"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'claim_number', 'order_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        [('open', "Being Assessed"), ('sent', "Papers Sent"), ('settled', "Settled"), ('dropped', "Not Claimed")],
        string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", required=True, index=True, ondelete='restrict', copy=False)
    workshop_id = fields.Many2one(related='order_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    vehicle_id = fields.Many2one(related='order_id.vehicle_id')
    license_plate = fields.Char(related='order_id.license_plate', string="Plate")
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")

    date = fields.Datetime(string="Happened On", required=True, default=fields.Datetime.now)
    place = fields.Char(string="Where It Happened", max_length=200)
    police_file = fields.Char(string="Police File", max_length=60)
    other_party = fields.Char(max_length=200, help="Driver, plate and insurer of the other car.")
    insurer_id = fields.Many2one(
        'res.partner', required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        compute='_compute_insurer_id', store=True, readonly=False, precompute=True)
    branch = fields.Char(string="Insurer's Branch", max_length=100)
    claim_number = fields.Char(string="Insurer's Claim Number", max_length=60, index='trigram', copy=False, tracking=True)
    policy_number = fields.Char(max_length=60)
    authority_date = fields.Date(
        string="Power of Attorney", copy=False, help="The day on which the customer let us settle with the insurer directly.")
    assessor_name = fields.Char(string="Assessor", max_length=100)
    assessor_phone = fields.Char(string="Assessor's Phone", max_length=40)
    car_value = fields.Monetary(string="Value of the Car", bounds=(0, 1e9), help="Before the accident, with taxes.")
    salvage_value = fields.Monetary(string="Salvage", bounds=(0, 1e9), help="What the damaged car is worth, with taxes.")

    assessment_ids = fields.One2many('aftersales.assessment', 'accident_id', string="Assessments", copy=False)
    amount_assessed = fields.Monetary(
        string="Assessed", compute='_compute_amount_assessed', store=True,
        help="What the insurer has approved in all rounds, with taxes.")
    amount_supplement = fields.Monetary(
        string="Of It Supplements", compute='_compute_amount_assessed', store=True,
        help="Approved after what was approved first.")
    is_total_loss = fields.Boolean(
        string="Total Loss", compute='_compute_is_total_loss',
        help="What is asked or approved reaches the company's share of the car's value.")
    amount_invoiced = fields.Monetary(
        string="Insurer's Invoices", compute='_compute_amount_paid', help="Posted, less credit notes, with taxes.")
    amount_own = fields.Monetary(
        string="Customer's Own Part", compute='_compute_amount_paid',
        help="Deductible and share that the insurer's invoices leave to the customer.")
    amount_paid = fields.Monetary(string="Paid by the Insurer", compute='_compute_amount_paid')
    amount_difference = fields.Monetary(string="Still Unpaid", compute='_compute_amount_paid')
    difference_reason = fields.Char(
        max_length=200, copy=False, help="Why the accident is settled though the insurer has paid less.")
    drop_reason = fields.Char(string="Why It Is Not Claimed", max_length=200, copy=False)
    sent_date = fields.Datetime(string="Papers Sent On", readonly=True, copy=False)
    closed_date = fields.Datetime(string="Ended On", readonly=True, copy=False)

    _order_uniq = models.UniqueIndex(
        "(order_id) WHERE state != 'dropped'", "This repair order has an accident already. Open that one.")

    # === COMPUTE METHODS ===#

    @api.depends('order_id')
    def _compute_insurer_id(self):
        for accident in self:
            accident.insurer_id = accident.insurer_id or accident.order_id.vehicle_id.insurer_id

    @api.depends('assessment_ids.state', 'assessment_ids.amount', 'assessment_ids.round')
    def _compute_amount_assessed(self):
        for accident in self:
            approved = accident.assessment_ids.filtered(lambda assessment: assessment.state == 'approved').sorted('round')
            accident.amount_assessed = sum(approved.mapped('amount'))
            accident.amount_supplement = sum(approved[1:].mapped('amount'))

    @api.depends('car_value', 'assessment_ids.state', 'assessment_ids.amount', 'assessment_ids.amount_asked')
    def _compute_is_total_loss(self):
        for accident in self:
            amount = sum(
                assessment.amount if assessment.state == 'approved' else assessment.amount_asked
                for assessment in accident.assessment_ids if assessment.state not in ('refused', 'withdrawn'))
            share = accident.company_id.sudo().aftersales_total_loss_percent / 100  # sudo: whoever handles it is warned
            accident.is_total_loss = bool(accident.order_id and accident.car_value) and accident.currency_id.compare_amounts(
                amount, accident.car_value * share) >= 0

    def _compute_amount_paid(self):
        for accident in self:
            gross, own, paid = accident._get_billed() if accident.order_id else (0.0, 0.0, 0.0)
            accident.amount_invoiced = gross - own
            accident.amount_own = own
            accident.amount_paid = paid
            accident.amount_difference = gross - own - paid

    @api.depends('name', 'order_id.license_plate')
    def _compute_display_name(self):
        for accident in self:
            accident.display_name = ' · '.join(
                filter(None, (accident.name if accident.name != '/' else '', accident.order_id.license_plate)))

    # === CRUD METHODS ===#

    def write(self, vals):
        for accident in self:
            is_asked = accident.state != 'open' or any(accident.assessment_ids.mapped('asked_date'))
            if 'order_id' in vals and accident.order_id.id != vals['order_id'] or (
                    is_asked and 'insurer_id' in vals and accident.insurer_id.id != vals['insurer_id']):
                raise UserError(self.env._(
                    "%(accident)s keeps its repair order, and its insurer once he is asked. If they are wrong, note that it "
                    "is not claimed, and note it anew.", accident=accident.display_name))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _get_billed(self):
        """What posted invoices to the insurer say of the order: work, customer's part taken off, and paid."""
        self.ensure_one()
        # sudo: who handles the accident need not keep the books
        order = self.order_id.sudo()
        lines = order.line_ids.invoice_line_ids | order.job_ids.share_invoice_line_ids
        moves = lines.move_id.filtered(lambda move: move.state == 'posted' and move.is_sale_document()
                                       and move.commercial_partner_id == self.sudo().insurer_id.commercial_partner_id)
        gross = own = paid = 0.0
        for move in moves:
            sign = 1 if move.move_type == 'out_invoice' else -1
            mine = move.invoice_line_ids & lines
            off = -sum(mine.filtered(lambda line: line.aftersales_share == 'deduction').mapped('price_total'))
            net = move.amount_total if move._get_aftersales_orders() == order else sum(mine.mapped('price_total'))
            gross += sign * (net + off)
            own += sign * off
            if move.amount_total:
                paid += sign * net * (move.amount_total - move.amount_residual) / move.amount_total
        return tuple(map(self.currency_id.round, (gross, own, paid)))

    def _check_billed(self, exactly=True):
        """:param exactly: as when the papers go to the insurer; before that a part of the work may be billed
        :raises UserError: when the insurer is billed another amount than he has approved, or more"""
        for accident in self:
            gross = accident._get_billed()[0]
            difference = accident.currency_id.compare_amounts(gross, accident.amount_assessed)
            if difference > 0 or (exactly and difference):
                accident._refuse_billed(gross)
