from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..condition import CHARGED, FUELLESS, MOST_MARKS, NOT_NOTED

MOST_PHOTOS = 40


class AftersalesCheckin(models.Model):
    """The check-in sheet of an order (D2): in what condition, with what, the customer left the car.

    Signed, it is evidence: its content is frozen as in an authorisation, and nothing of it changes any more.
    What is signed and how is in ``aftersales_checkin_signature.py``.
    """

    _name = 'aftersales.checkin'
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.signature.mixin', 'aftersales.log.mixin', 'aftersales.seen.mixin',
        'aftersales.plate.mixin', 'aftersales.sketch.mixin',
    ]
    _description = 'Check-in'
    _order = 'id desc'
    _rec_names_search = ['order_id.name', 'license_plate', 'key_tag']
    _mail_post_access = 'read'
    _plate_of = 'order_id'
    _transitions = {'open': {'signed': None}, 'signed': {}}

    # === FIELDS ===#

    order_id = fields.Many2one(
        'aftersales.order', required=True, ondelete='cascade', index=True,
    )
    state = fields.Selection(
        selection=[('open', "Not Signed"), ('signed', 'Signed')], default='open', required=True, readonly=True,
        copy=False, index=True, tracking=True,
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    workshop_id = fields.Many2one(related='order_id.workshop_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate', store=True, index='trigram', precompute=True)
    model_id = fields.Many2one(related='vehicle_id.model_id')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    partner_phone = fields.Char(related='order_id.partner_phone')
    order_state = fields.Selection(related='order_id.state', string="Order Status")
    alert_html = fields.Html(related='order_id.alert_html')
    open_estimate_id = fields.Many2one(related='order_id.open_estimate_id')

    concern = fields.Text(related='order_id.concern', readonly=False)
    odometer_in = fields.Float(related='order_id.odometer_in', readonly=False)
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    last_odometer = fields.Float(related='order_id.last_odometer')
    odometer_question = fields.Char(related='order_id.odometer_question')
    odometer_checked = fields.Boolean(related='order_id.odometer_checked', readonly=False)
    promise_date = fields.Datetime(related='order_id.promise_date', readonly=False)
    old_parts_wish = fields.Selection(related='order_id.old_parts_wish', readonly=False)
    job_ids = fields.One2many(related='order_id.job_ids')
    empty_job_names = fields.Char(
        compute='_compute_empty_job_names', help="Jobs that are but a name: no signature orders them.")
    amount_total = fields.Monetary(related='order_id.amount_total', groups='aftersales.group_price,base.group_portal')

    has_fuel = fields.Boolean(compute='_compute_energy')
    has_battery = fields.Boolean(compute='_compute_energy')
    fuel_level = fields.Integer(string="Fuel (%)", default=NOT_NOTED, help="Percent of a full tank; -1: not noted.")
    charge_level = fields.Integer(
        string="Charge (%)", default=NOT_NOTED, help="State of charge of the traction battery; -1: not noted.",
    )
    warning_light_ids = fields.Many2many('aftersales.warning.light', string="Warning Lights")
    document_ids = fields.Many2many('aftersales.checkin.document', string="Documents Seen")
    belonging_ids = fields.One2many(
        'aftersales.checkin.belonging', 'checkin_id', string="Belongings",
    )
    damage_ids = fields.One2many('aftersales.damage.mark', 'checkin_id', string="Damage")
    earlier_damage = fields.Json(
        compute='_compute_earlier_damage', exportable=False,
        help="What was marked on the sheets the customer signed at earlier visits of the car.")
    damage_count = fields.Integer(compute='_compute_damage_count')
    key_tag = fields.Char(help="What is written on the tag of the car's key.")
    content = fields.Text(groups='aftersales.group_price,base.group_portal')
    key_count = fields.Integer(string="Keys", default=1, bounds=(None, 100))
    valuables_note = fields.Text(string="Valuables", help="What of value the customer was asked to take or hand over.")
    photo_ids = fields.Many2many(
        'ir.attachment', relation='aftersales_checkin_photo_rel', column1='checkin_id',
        column2='attachment_id', string="Photos", copy=False,
    )
    photo_count = fields.Integer(compute='_compute_photo_count')

    _order_uniq = models.UniqueIndex(
        '(order_id)', "This repair order has a check-in already. Open it from the order.",
    )
    _check_levels = models.Constraint(
        'CHECK(fuel_level BETWEEN -1 AND 100 AND charge_level BETWEEN -1 AND 100)',
        "Fuel and charge are percentages between 0 and 100.",
    )
    _check_key_count = models.Constraint('CHECK(key_count >= 0)', "The number of keys cannot be negative.")

    # === COMPUTE METHODS ===#

    @api.depends('order_id.name')
    def _compute_display_name(self):
        for checkin in self:
            checkin.display_name = self.env._("Check-in %(order)s", order=checkin.order_id.name or '')

    @api.depends('order_id.job_ids.line_ids.quantity', 'order_id.job_ids.state')
    def _compute_empty_job_names(self):
        for checkin in self:
            empty = checkin.order_id.job_ids.filtered(lambda job: job._is_live() and job._is_empty())
            checkin.empty_job_names = ", ".join(empty.mapped('name'))

    @api.depends('vehicle_id.fuel_type')
    def _compute_energy(self):
        for checkin in self:
            fuel = checkin.vehicle_id.fuel_type
            checkin.has_fuel = fuel not in FUELLESS
            checkin.has_battery = fuel in CHARGED

    @api.depends('damage_ids')
    def _compute_damage_count(self):
        counts = dict(self.env['aftersales.damage.mark']._read_group(
            [('checkin_id', 'in', self.ids)], ['checkin_id'], ['__count']))
        for checkin in self:
            checkin.damage_count = counts.get(checkin._origin, 0)

    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    @api.depends('vehicle_id')
    def _compute_earlier_damage(self):
        """Each as it lies on the sketch, with its kind, note and a label; the latest first, as many as a sketch shows."""
        marks = self.env['aftersales.damage.mark'].search_fetch(
            [('vehicle_id', 'in', self.vehicle_id.ids), ('checkin_id.state', '=', 'signed')],
            ['vehicle_id', 'checkin_id', 'view', 'x', 'y', 'kind', 'note'])
        by_vehicle = marks.grouped('vehicle_id')
        for checkin in self:
            number = checkin._origin.id or float('inf')
            earlier = [
                mark for mark in by_vehicle.get(checkin.vehicle_id, marks.browse()) if mark.checkin_id.id < number]
            checkin.earlier_damage = [mark._prepare_earlier() for mark in earlier[:MOST_MARKS]]

    @api.depends('photo_ids')
    def _compute_photo_count(self):
        """Counted in the database: a list must not load what the photos are."""
        counts = {}
        if self.ids:
            self.env['aftersales.checkin'].flush_model(['photo_ids'])
            counts = dict(self.env.execute_query(SQL(
                "SELECT checkin_id, COUNT(*) FROM aftersales_checkin_photo_rel WHERE checkin_id IN %s GROUP BY checkin_id",
                tuple(self.ids),
            )))
        for checkin in self:
            checkin.photo_count = counts.get(checkin._origin.id, 0)

    # === CONSTRAINT METHODS ===#

    @api.constrains('photo_ids')
    def _check_photos(self):
        """Only what was uploaded to the sheet: linking somebody's file would print what he keeps for himself."""
        for checkin in self.sudo():
            foreign = checkin.photo_ids - checkin.photo_ids.filtered_domain([
                ('res_model', '=', checkin._name), ('res_id', '=', checkin.id)])
            if foreign:
                raise ValidationError(self.env._(
                    "%(files)s does not belong to %(checkin)s. Upload the photos there.",
                    files=", ".join(foreign.mapped('name')), checkin=checkin.display_name,
                ))
            if len(checkin.photo_ids) > MOST_PHOTOS:
                raise ValidationError(self.env._(
                    "%(checkin)s takes %(limit)s photos. Remove those that show nothing more than others.",
                    checkin=checkin.display_name, limit=MOST_PHOTOS))
            checkin.photo_ids._check_are_photos()

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'order_id' in vals:
            self._check_open()
            raise UserError(self.env._(
                "A check-in stays with its repair order. Delete it and open that of the other order."))
        return super().write(vals)

    def _continue_on(self, order):
        """The visit goes on as another order: what was noted goes with it, the signature does not."""
        self._check_open()
        super().write({'order_id': order.id, 'signature': False})  # pylint: disable=super-method-mismatch

    # === ACTION METHODS ===#

    def action_use_estimate(self):
        """Go on with the car's open estimate, and with this sheet."""
        self.ensure_one()
        self._check_open()
        estimate = self.order_id.open_estimate_id
        self.order_id.action_use_estimate()
        return estimate.action_check_in()

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_add_work(self):
        """Add operations or menus to the order without leaving the check-in."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_add_work')
        return {**action, 'context': {'default_order_id': self.order_id.id}}

    def action_make_jobs(self):
        """One job a line of the customer's words, so that each is diagnosed and answered by itself."""
        for checkin in self:
            checkin._check_open()
            checkin.order_id._make_concern_jobs()

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        """Since the customer signed."""
        return self.state == 'signed'

    def _get_frozen_message(self):
        return self.env._(
            "%(checkin)s is signed by %(signatory)s and cannot be changed. "
            "Write what is new into its log, or on the repair order.",
            checkin=self.display_name, signatory=self.signatory,
        )

    def _filter_frozen_files(self, files):
        return super()._filter_frozen_files(files) | (files & self.photo_ids)

    def _get_levels(self):
        """Noted levels as ``[(label, percent)]``, for the paper and what is signed."""
        self.ensure_one()
        levels = []
        if self.has_fuel and self.fuel_level != NOT_NOTED:
            levels.append((self.env._("Fuel"), self.fuel_level))
        if self.has_battery and self.charge_level != NOT_NOTED:
            levels.append((self.env._("Charge"), self.charge_level))
        return levels
