from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

STATES = [
    ('expected', "To Come In"),
    ('stored', "Tyres in Store"),
    ('out', "On the Car"),
    ('cancelled', "Storage Ended"),
]
SEASONS = [('winter', "Winter"), ('summer', "Summer"), ('all', "All-season")]


class AftersalesTyreSet(models.Model):
    """A customer's set of wheels or tyres in our store (N8): where it lies, how good it is, until when storage is paid.

    What happens to it is in ``aftersales_tyre_set_life.py``, what is asked for it in ``aftersales_tyre_set_fee.py``.
    """
    _name = 'aftersales.tyre.set'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'aftersales.cancel.mixin', 'mail.activity.mixin',
        'aftersales.plate.mixin',
    ]
    _description = "Set of Tyres"
    _order = 'id desc'
    _rec_names_search = ['name', 'license_plate', 'place_id.name', 'partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _plate_of = 'vehicle_id'

    # === FIELDS ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='expected', index=True, tracking=True,
        group_expand=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict', tracking=True,
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Vehicle", required=True, index=True, ondelete='restrict', tracking=True,
        domain="[('is_customer_vehicle', '=', True)]")
    license_plate = fields.Char(related='vehicle_id.license_plate', store=True, index='trigram')
    model_id = fields.Many2one(related='vehicle_id.model_id')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='restrict', tracking=True, check_company=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    season = fields.Selection(SEASONS, string="Kind of Tyres", required=True, default='winter', tracking=True)
    is_on_rims = fields.Boolean(string="On Rims", default=True, tracking=True, help="Whole wheels; else the tyres alone.")
    accessories = fields.Char(string="Comes with It", help="Bolts, caps, adapter of the wheel lock, bags.")
    place_id = fields.Many2one(
        'aftersales.tyre.place', string="Place", index='btree_not_null', ondelete='restrict', copy=False, tracking=True,
        check_company=True, domain="[('workshop_id', '=', workshop_id), ('is_free', '=', True)]")
    tyre_ids = fields.One2many('aftersales.tyre', 'set_id', string="Tyres", copy=True)
    move_ids = fields.One2many('aftersales.tyre.move', 'set_id', string="Moves of the Set", readonly=True)
    stored_date = fields.Datetime(string="In Store Since", readonly=True, copy=False, index='btree_not_null')
    note = fields.Text(tracking=True)
    tread_depth = fields.Float(
        string="Least Tread (mm)", compute='_compute_condition', store=True, digits=(4, 1), aggregator='min',
        help="Of the most worn one.")
    made_year = fields.Integer(
        string="Oldest of Year", compute='_compute_condition', store=True, aggregator='min')
    size = fields.Char(string="Tyre Size", compute='_compute_condition', store=True)
    condition = fields.Text(string="What to Tell the Customer", compute='_compute_condition_text')
    needs_tyres = fields.Boolean(
        string="New Ones Needed", compute='_compute_condition_text', search='_search_needs_tyres',
        help="Too worn or too old by the limits of the outlet.")

    # The database holds it when two clerks put two sets on one place.
    _one_a_place = models.UniqueIndex(
        "(place_id) WHERE state = 'stored'", "Another set lies on that place. Choose one that is free.")
    _stored_has_place = models.Constraint(
        "CHECK (state != 'stored' OR place_id IS NOT NULL)", "What is in store lies on a place.")
    _stored_idx = models.Index("(workshop_id) WHERE state = 'stored'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for tyres in self:
            tyres.partner_id = tyres.partner_id or tyres.vehicle_id.owner_id

    @api.depends('name', 'license_plate')
    def _compute_display_name(self):
        for tyres in self:
            tyres.display_name = ' · '.join(filter(None, [tyres.name.strip('/'), tyres.license_plate])) or tyres.name

    @api.depends('tyre_ids.tread_depth', 'tyre_ids.made_year', 'tyre_ids.size')
    def _compute_condition(self):
        for tyres in self:
            # A spare wheel wears with nothing.
            rolling = tyres.tyre_ids.filtered(lambda tyre: tyre.position != 'spare')
            tyres.tread_depth = min((depth for depth in rolling.mapped('tread_depth') if depth), default=0)
            tyres.made_year = min((year for year in rolling.mapped('made_year') if year), default=0)
            tyres.size = ", ".join(dict.fromkeys(filter(None, rolling.mapped('size')))) or False

    @api.depends('tread_depth', 'made_year', 'season', 'workshop_id')
    @api.depends_context('lang')
    def _compute_condition_text(self):
        year = fields.Date.context_today(self).year
        for tyres in self:
            sentences = tyres._get_condition_sentences(year)
            tyres.condition = '\n'.join(sentences)
            tyres.needs_tyres = bool(sentences)

    def _search_needs_tyres(self, operator, value):
        if operator != 'in':
            return NotImplemented
        year = fields.Date.context_today(self).year
        needy = Domain.OR([
            Domain('workshop_id', '=', workshop.id) & (
                Domain('tread_depth', '>', 0) & (
                    Domain('tread_depth', '<', workshop.tyre_least_tread)
                    | Domain('season', '=', 'winter') & Domain('tread_depth', '<', workshop._get_least_tread('winter')))
                | Domain('made_year', '>', 0) & Domain('made_year', '<', year - workshop.tyre_most_years))
            for workshop in self.env['aftersales.workshop'].sudo().search([])])  # sudo: limits of outlets are no secret
        return needy if True in value else ~needy

    def _get_condition_sentences(self, year):
        """What the customer should hear before the wheels are on the car; figures are the outlet's."""
        self.ensure_one()
        workshop = self.workshop_id.sudo()  # sudo: the limits of an outlet are no secret
        least, sentences = workshop._get_least_tread(self.season), []
        if self.tread_depth and self.tread_depth < workshop.tyre_least_tread:
            sentences.append(self.env._(
                "Tread %(depth).1f mm: below %(least).1f mm they must not be driven.",
                depth=self.tread_depth, least=workshop.tyre_least_tread))
        elif self.tread_depth and self.tread_depth < least:
            sentences.append(self.env._(
                "Tread %(depth).1f mm: below %(least).1f mm winter tyres lose their grip.",
                depth=self.tread_depth, least=least))
        if self.made_year and year - self.made_year > workshop.tyre_most_years:
            sentences.append(self.env._(
                "Made in %(made)s: older than %(years)s years.", made=str(self.made_year), years=workshop.tyre_most_years))
        return sentences

    # === CONSTRAINT METHODS ===#

    @api.constrains('place_id', 'workshop_id', 'state')
    def _check_place(self):
        for tyres in self:
            if tyres.place_id and tyres.place_id.workshop_id != tyres.workshop_id:
                raise ValidationError(self.env._(
                    "%(place)s is a place of %(outlet)s: %(set)s belongs to %(other)s.", place=tyres.place_id.name,
                    outlet=tyres.place_id.workshop_id.name, set=tyres.display_name, other=tyres.workshop_id.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        for tyres in sets.sudo():
            if not tyres.tyre_ids:
                tyres.tyre_ids = self.env['aftersales.tyre']._prepare_four()
        return sets

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_stays(vals)
        moved = self.filtered(
            lambda tyres: tyres.state == 'stored' and vals.get('place_id') and tyres.place_id.id != vals['place_id'])
        result = super().write(vals)
        moved._record_move('moved')
        return result

    def _check_stays(self, vals):
        """:raises UserError: when what lies in store would be another's, elsewhere, or nowhere"""
        for tyres in self:
            kept = [name for name in ('vehicle_id', 'partner_id', 'workshop_id') if name in vals and (
                tyres[name].id != vals[name]) and tyres.state in ('stored', 'cancelled')]
            if kept:
                raise UserError(self.env._(
                    "%(set)s is %(state)s: %(fields)s cannot be changed.", set=tyres.display_name,
                    state=tyres._get_state_label(),
                    fields=", ".join(self._fields[name]._description_string(self.env) for name in kept)))
            if tyres.state == 'stored' and 'place_id' in vals and not vals['place_id']:
                raise UserError(self.env._(
                    "%(set)s lies in store: choose the place it is moved to, or hand it out.", set=tyres.display_name))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(set)s stays in the history. End its storage and say why.", set=self.display_name)

    # === BUSINESS METHODS ===#

    def _describe(self):
        """In one line: kind, place, tread."""
        self.ensure_one()
        season = dict(self._fields['season']._description_selection(self.env))[self.season]
        parts = [season, self.place_id.name, self.tread_depth and self.env._("%(depth).1f mm", depth=self.tread_depth)]
        return ' · '.join(filter(None, parts))

    def _say_day(self, moment):
        self.ensure_one()
        return format_date(self.env, self.workshop_id._get_local_day(moment))
