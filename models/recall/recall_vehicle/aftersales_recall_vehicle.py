from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.vehicle import vin as vin_tools

# The car is still to come, or is here and not done.
OPEN_STATES = ('open', 'told', 'booked', 'ordered', 'reserved')
GONE_KINDS = [('abroad', "Sold abroad"), ('scrapped', "Scrapped"), ('elsewhere', "Done elsewhere")]


class AftersalesRecallVehicle(models.Model):
    """One car of a recall (I7): known by its VIN before it is in the register, and how far it has come.

    Rows of lists come by the hundred thousand: whatever they follow from is written past the ORM or computed.
    """
    _name = 'aftersales.recall.vehicle'
    _description = "Car of a Recall"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.customer.notice.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'recall_id.id desc, id'
    _rec_name = 'vin'
    _rec_names_search = ['vin', 'vehicle_id.license_plate', 'recall_id.maker_number']

    recall_id = fields.Many2one('aftersales.recall', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    vin = fields.Char(string="VIN", readonly=True, max_length=40)
    source = fields.Selection(
        [('list', "VIN list"), ('match', "Range or model")], string="Known From", required=True, readonly=True, default='list')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', readonly=True, index='btree_not_null', ondelete='restrict',
        help="The car of the register with this VIN; also one that is entered later.")
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    model_id = fields.Many2one(related='vehicle_id.model_id', string="Model")
    partner_id = fields.Many2one(related='vehicle_id.owner_id', string="Owner")
    partner_phone = fields.Char(related='vehicle_id.owner_id.phone', string="Owner's Phone")
    user_id = fields.Many2one(related='recall_id.user_id', string="Responsible")
    kind = fields.Selection(related='recall_id.kind')
    stop_drive = fields.Boolean(related='recall_id.stop_drive')
    recall_state = fields.Selection(related='recall_id.state', string="Recall's Status")

    _vin_uniq = models.UniqueIndex('(recall_id, vin) WHERE vin IS NOT NULL', "This VIN is on the list of the recall already.")
    _vehicle_uniq = models.UniqueIndex(
        '(recall_id, vehicle_id) WHERE vehicle_id IS NOT NULL', "This car belongs to the recall already.")
    _unmatched_idx = models.Index("(vin) WHERE vehicle_id IS NULL")
    _done_idx = models.Index("(recall_id DESC, done_date) WHERE done_date IS NOT NULL")
    # What the weeks of a recall are counted of, read from the index alone.
    _weeks_idx = models.Index(
        "(recall_id) INCLUDE (first_told_date, done_date, job_id) WHERE vehicle_id IS NOT NULL AND state != 'gone'")
    _to_do_idx = models.Index("(vehicle_id) WHERE state NOT IN ('done', 'gone', 'refused')")

    # === COMPUTE METHODS ===#

    @api.depends('recall_id.maker_number', 'vin', 'vehicle_id.license_plate')
    def _compute_display_name(self):
        for car in self:
            # sudo: a car of the company's recall is named to whoever reads the recall
            plate = car.sudo().vehicle_id.license_plate
            car.display_name = ' · '.join(filter(None, [plate or car.vin, car.recall_id.maker_number]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """Its VIN as it is written everywhere."""
        recalls = self.env['aftersales.recall'].browse([vals.get('recall_id') for vals in vals_list])
        return super().create([
            {**vals, 'company_id': recall.company_id.id, 'vin': vin_tools.normalise(vals.get('vin')) or False}
            for vals, recall in zip(vals_list, recalls, strict=True)])

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_vehicle(self):
        self.ensure_one()
        return self.vehicle_id.get_formview_action()

    @api.readonly
    def action_view_order(self):
        self.ensure_one()
        return self.job_id.order_id.get_formview_action()

    # === BUSINESS METHODS ===#

    @api.model
    def _get_open_domain(self):
        """Cars whose work is still to be done, of recalls that run."""
        return Domain('state', 'in', OPEN_STATES) & Domain('recall_id.state', '=', 'running')

    @api.model
    def _find_open(self, vehicles, companies):
        """What is open for these cars in recalls of these companies, the most urgent first.

        :return: dict of vehicle: recall vehicles, as the system; constant queries
        """
        # sudo: what a car is called back for is told to whoever may see the car
        found = self.sudo().search(
            self._get_open_domain() & Domain('vehicle_id', 'in', vehicles._origin.ids)
            & Domain('company_id', 'in', companies.ids))
        found = found.sorted(lambda car: (not car.stop_drive, car.kind != 'recall', -car.recall_id.id))
        by_car = found.grouped(lambda car: car.vehicle_id.id)
        return {vehicle: by_car.get(vehicle._origin.id, found.browse()) for vehicle in vehicles}

    def _filter_of(self, company):
        return self.filtered(lambda car: car.company_id == company)
