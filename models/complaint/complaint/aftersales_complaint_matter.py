from odoo import api, fields, models

from ..setup.aftersales_complaint_limit import SOLUTIONS


class AftersalesComplaint(models.Model):
    """Who complains, about what, and what he asks for."""
    _inherit = 'aftersales.complaint'

    # === CUSTOMER ===#

    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    contact_name = fields.Char(help="Who complains, where it is not the customer himself.")
    address = fields.Char(
        compute='_compute_address', store=True, readonly=False, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_vehicle_id', store=True, readonly=False, precompute=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate", store=True, index='trigram')
    vin_sn = fields.Char(related='vehicle_id.vin_sn')
    odometer = fields.Float(string="Odometer Reading", digits=(16, 1), bounds=(0, 1e7), tracking=True)

    # === WHAT ABOUT ===#

    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', ondelete='restrict', check_company=True,
        tracking=True)
    job_id = fields.Many2one(
        'aftersales.job', index='btree_not_null', ondelete='set null', check_company=True,
        domain="[('order_id', '=', order_id)]", tracking=True)
    invoice_id = fields.Many2one(
        'account.move', index='btree_not_null', ondelete='restrict', check_company=True, tracking=True,
        domain="[('move_type', 'in', ('out_invoice', 'out_refund')), ('partner_id', 'child_of', partner_id)]")
    reference = fields.Char(string="Other Document", help="Number of a sale, a delivery, a contract.", tracking=True)
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', ondelete='restrict', check_company=True, tracking=True)
    lot_number = fields.Char(string="Lot or Serial Number", tracking=True)
    delivered_date = fields.Date(string="Delivered On", tracking=True)
    quantity_delivered = fields.Float(digits='Product Unit', bounds=(0, 1e6), tracking=True)
    quantity_faulty = fields.Float(digits='Product Unit', bounds=(0, 1e6), tracking=True)
    has_sample = fields.Boolean(string="Sample or Photos Attached", tracking=True)

    # === DEMAND ===#

    story = fields.Text(string="Customer's Words", required=True, tracking=True, help="As the customer said it.")
    demand = fields.Selection(
        [
            ('repair', "Repair"), ('redo', "Do it again"), ('exchange', "Exchange"), ('refund', "Money back"),
            ('discount', "Discount"), ('apology', "Apology"), ('compensation', "Compensation"),
            ('information', "Information"), ('none', "Nothing"),
        ], tracking=True)
    quantity_to_return = fields.Float(digits='Product Unit', bounds=(0, 1e6), tracking=True)
    is_return_unknown = fields.Boolean(
        string="Quantity to Return Not Known Yet", tracking=True)
    amount_demanded = fields.Monetary(
        string="Amount Claimed", bounds=(0, 1e9), tracking=True, groups='aftersales.group_price')

    # === FACTS ===#

    documents_note = fields.Text(
        string="Check of the Documents", tracking=True, help="What whoever received it found in order, job card, invoice.")
    reasons_note = fields.Text(string="Reasons Given by the Customer", tracking=True)
    are_reasons_confirmed = fields.Selection(
        [('yes', "Reasons are confirmed"), ('partly', "Partly confirmed"), ('no', "Not confirmed")],
        string="Reasons Confirmed", tracking=True)

    # === COMPUTE METHODS ===#

    @api.depends('order_id')
    def _compute_vehicle_id(self):
        for complaint in self:
            complaint.vehicle_id = complaint.order_id.vehicle_id or complaint.vehicle_id

    @api.depends('order_id', 'vehicle_id')
    def _compute_partner_id(self):
        for complaint in self:
            vehicle = complaint.vehicle_id
            complaint.partner_id = (
                complaint.order_id.partner_id or complaint.partner_id or vehicle.contact_id or vehicle.owner_id)

    @api.depends('order_id', 'company_id')
    def _compute_workshop_id(self):
        Order = self.env['aftersales.order']
        for company, complaints in self.grouped('company_id').items():
            default = Order.with_company(company)._default_workshop_id()
            for complaint in complaints:
                own = complaint.workshop_id if complaint.workshop_id.company_id == company else default
                complaint.workshop_id = complaint.order_id.workshop_id or own

    @api.depends('partner_id')
    def _compute_address(self):
        for complaint in self:
            partner = complaint.partner_id
            complaint.address = partner._get_print_address_line() if partner else complaint.address

    @api.onchange('order_id')
    def _onchange_order_id(self):
        order = self.order_id
        if order:
            self.odometer = order.odometer_out or order.odometer_in or self.odometer
            self.delivered_date = order.delivered_date and order.workshop_id._get_local_day(order.delivered_date)

    @api.model
    def _get_solution_labels(self):
        return dict(self.env['aftersales.complaint.solution']._fields['kind']._description_selection(self.env))

    @api.model
    def _get_solution_kinds(self):
        return [kind for kind, __ in SOLUTIONS]
