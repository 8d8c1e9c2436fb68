from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# The crew's work is over: only then the customer signs.
DONE_STATES = ('solved', 'handed_in', 'closed')
MARKS = [('4', "Very content"), ('3', "Satisfied"), ('2', "So so"), ('1', "Not content")]


class AftersalesRescueSheet(models.Model):
    """The service report of a crew: filled in at the place, signed by the customer after the work, never before (J9).

    What is signed and when is in ``_life``, the money taken in ``aftersales_rescue_cash.py``.
    """
    _name = 'aftersales.rescue.sheet'
    _description = "Service Report"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.evidence.mixin', 'aftersales.system.values.mixin',
        'aftersales.signature.mixin', 'aftersales.log.mixin', 'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _order = 'id desc'
    _rec_names_search = ['name', 'rescue_id.name', 'license_plate']
    _check_company_auto = True

    name = fields.Char(string="Report No.", required=True, readonly=True, copy=False, default='/', index='trigram')
    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(related='rescue_id.workshop_id', string="Outlet", store=True, index=True)
    vehicle_id = fields.Many2one(related='rescue_id.vehicle_id', store=True, index='btree_not_null')
    license_plate = fields.Char(related='rescue_id.license_plate', string="Plate", store=True, index='trigram')
    partner_id = fields.Many2one(related='rescue_id.partner_id', store=True, index='btree_not_null')
    place = fields.Char(related='rescue_id.place')
    crew_name = fields.Char(related='rescue_id.crew_name')
    rescue_state = fields.Selection(related='rescue_id.state', string="Rescue's Status")
    is_signed = fields.Boolean(string="Signed", compute='_compute_is_signed', search='_search_is_signed')

    # What was found and done.
    odometer = fields.Float(string="Odometer", digits=(12, 0), bounds=(0, 9_999_999))
    coverage_words = fields.Char(string="Who Pays", help="Warranty, contract, insurance, or the customer.")
    returned_date = fields.Datetime(string="Crew Back On")
    crew_km = fields.Float(string="km Driven", digits=(8, 1), bounds=(0, 20_000))
    fault_told = fields.Text(
        string="Fault as Told", compute='_compute_fault_told', store=True, readonly=False, precompute=True)
    fault_found = fields.Text(string="Fault Found")
    cause = fields.Text(string="Cause")
    work_done = fields.Text(string="Work Done")
    tests = fields.Text(string="Tests", help="What was tried afterwards, and that it works.")
    is_solved = fields.Boolean(string="Solved")
    remaining = fields.Text(string="Remaining Faults, Advice", help="Named, and not touched without consent.")
    hours_paid = fields.Float(string="Hours A, paid", digits=(6, 2), bounds=(0, 200))
    hours_contract = fields.Float(string="Hours B, contract", digits=(6, 2), bounds=(0, 200))
    hours_free = fields.Float(string="Hours C, free", digits=(6, 2), bounds=(0, 200))
    hours_internal = fields.Float(string="Hours D, internal", digits=(6, 2), bounds=(0, 200))
    line_ids = fields.One2many('aftersales.rescue.sheet.line', 'sheet_id', string="Parts")
    travel_price = fields.Monetary(
        string="Drive There", bounds=(0, 1e6), groups='aftersales.group_price,base.group_portal',
        help="Begins with what the customer was told before anybody left; the office divides it.")
    labour_price = fields.Monetary(
        string="Labour Price", bounds=(0, 1e6), groups='aftersales.group_price,base.group_portal')
    other_price = fields.Monetary(
        string="Other Costs", bounds=(0, 1e6), groups='aftersales.group_price,base.group_portal')
    total_price = fields.Monetary(
        string="To Pay", compute='_compute_total_price', store=True, groups='aftersales.group_price,base.group_portal')

    # What the customer thinks, and his signature.
    mark_manner = fields.Selection(MARKS, string="Manner")
    mark_skill = fields.Selection(MARKS, string="Skill")
    mark_speed = fields.Selection(MARKS, string="Speed")
    mark_tidy = fields.Selection(MARKS, string="Tidiness")
    opinion = fields.Text(string="Customer's Opinion")

    _one_open = models.UniqueIndex(
        "(rescue_id) WHERE content_hash IS NULL", "This rescue has a report that is not signed yet. Go on with that.")

    # === COMPUTE METHODS ===#

    @api.depends('content_hash')
    def _compute_is_signed(self):
        for sheet in self:
            sheet.is_signed = bool(sheet.content_hash)

    def _search_is_signed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('content_hash', '!=' if True in value else '=', False)]

    @api.depends('rescue_id')
    def _compute_fault_told(self):
        for sheet in self:
            rescue = sheet.rescue_id
            fault = dict(rescue._fields['fault']._description_selection(self.env)).get(rescue.fault)
            sheet.fault_told = sheet.fault_told or '\n'.join(filter(None, (fault, rescue.story)))

    @api.depends('travel_price', 'labour_price', 'other_price', 'line_ids.amount', 'line_ids.is_free')
    def _compute_total_price(self):
        for sheet in self:
            sheet.total_price = sheet.travel_price + sheet.labour_price + sheet.other_price + sum(
                line.amount for line in sheet.line_ids)

    @api.depends('name', 'license_plate')
    def _compute_display_name(self):
        for sheet in self:
            number = sheet.name if sheet.name != '/' else None
            sheet.display_name = ' · '.join(filter(None, (number, sheet.license_plate))) or self.env._("New")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create(vals_list)
        sheets.filtered('signature')._check_work_is_done()
        sheets.rescue_id._check_open()
        for sheet in sheets.sudo():
            sheet.travel_price = sheet.travel_price or sheet.rescue_id.price
        return sheets

    def write(self, vals):
        vals = self._read_inputs(vals)
        if 'rescue_id' in vals and any(sheet.rescue_id.id != vals['rescue_id'] for sheet in self):
            raise UserError(self.env._("A paper stays with its rescue. Make a new one for the other rescue."))
        if vals.get('signature'):
            self._check_work_is_done()
        return super().write(vals)

    def _prepare_fee_lines(self):
        """Lines of an order for what the report asks beside its parts."""
        self.ensure_one()
        words = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return [
            Command.create({
                'line_type': 'fee', 'product_id': self.env.ref(f'aftersales.product_rescue_{product}').id, 'quantity': 1,
                'name': f'{words._fields[name]._description_string(words.env)} · {self.name}', 'price_unit': self[name]})
            for product, name in (('trip', 'travel_price'), ('work', 'labour_price'), ('trip', 'other_price')) if self[name]]

    def _check_work_is_done(self):
        """
        :raises UserError: when the crew still works: nobody signs for what is not done
        """
        for sheet in self:
            if sheet.rescue_id.state not in DONE_STATES:
                raise UserError(self.env._(
                    "%(sheet)s is signed after the work, never before: %(rescue)s is “%(state)s”.",
                    sheet=sheet.display_name, rescue=sheet.rescue_id.display_name,
                    state=sheet.rescue_id._get_state_label()))
