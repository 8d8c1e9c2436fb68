from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """Whose car it was, as it was when it was received: what is printed years later says what was true then.

    An estimate follows its vehicle; from the receipt on plate, VIN, model and unit of the odometer stay, and so do
    name and address of the customer.
    """

    _inherit = 'aftersales.order'

    license_plate = fields.Char(
        string="Plate", compute='_compute_vehicle_head', store=True, precompute=True, index='trigram',
        help="The plate the car carried when it was received; kept for finding the order.")
    vin = fields.Char(string="VIN", compute='_compute_vehicle_head', store=True, precompute=True)
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Model", compute='_compute_vehicle_head', store=True, precompute=True,
        index='btree_not_null', ondelete='restrict')
    odometer_unit = fields.Selection(
        lambda self: self.env['fleet.vehicle']._fields['odometer_unit']._description_selection(self.env),
        string="Odometer Unit", compute='_compute_vehicle_head', store=True, precompute=True)
    customer_name = fields.Char(
        string="Customer's Name at Receipt", readonly=True, copy=False, help="As it was when the car was received.")
    customer_address = fields.Char(string="Customer's Address at Receipt", readonly=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends(
        'vehicle_id', 'vehicle_id.license_plate', 'vehicle_id.vin_sn', 'vehicle_id.model_id', 'vehicle_id.odometer_unit')
    def _compute_vehicle_head(self):
        for order in self:
            vehicle, kept = order.vehicle_id, order._is_head_kept()
            order.license_plate = (kept and order.license_plate) or vehicle.license_plate
            order.vin = (kept and order.vin) or vehicle.vin_sn
            order.model_id = (kept and order.model_id) or vehicle.model_id
            order.odometer_unit = (kept and order.odometer_unit) or vehicle.odometer_unit

    # === BUSINESS METHODS ===#

    def _is_head_kept(self):
        self.ensure_one()
        return bool(self.received_date) and self.state != 'draft'

    def _after_received(self, source):
        super()._after_received(source)
        if source == 'draft':
            for order in self.sudo():  # sudo: stamps of the system
                partner = order.partner_id.with_context(lang=order._get_lang())
                order.write({
                    'customer_name': partner.display_name,
                    'customer_address': partner._get_print_address_line() or False,
                })

    def _after_draft(self, source):
        super()._after_draft(source)
        self.sudo().write({'customer_name': False, 'customer_address': False})  # sudo: stamps of the system
        for name in ('license_plate', 'vin', 'model_id', 'odometer_unit'):
            self.env.add_to_compute(self._fields[name], self)
