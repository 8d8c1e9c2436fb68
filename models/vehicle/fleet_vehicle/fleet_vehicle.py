from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle import vin as vin_tools

# Numbers stamped before ISO 3779 came into use are shorter than a VIN.
FIRST_VIN_YEAR = '1981'
# What the Fleet app presumes of a company's own car and is not true of a customer's.
FLEET_DEFAULTS = {'state_id': False, 'acquisition_date': False, 'contract_date_start': False}


class FleetVehicle(models.Model):
    """One register for a car's whole life: in stock, the dealer's own, a customer's, traded in."""

    _name = 'fleet.vehicle'
    _inherit = ['aftersales.log.mixin', 'fleet.vehicle']  # before the log of Odoo that it extends
    _order = 'license_plate, id'
    _is_register = True

    # The words of the trade on every screen and paper: in Chinese 公里, never 千米.
    odometer_unit = fields.Selection(lambda self: self._get_distance_units())
    owner_id = fields.Many2one(
        'res.partner',
        index='btree_not_null',
        ondelete='restrict',
        tracking=True,
        copy=False,
    )
    owner_phone = fields.Char(related='owner_id.phone', string="Owner's Phone", readonly=False)
    contact_id = fields.Many2one(
        'res.partner',
        index='btree_not_null',
        tracking=True,
        copy=False,
        help="Who brings the vehicle and is called about it, when that is not the owner.",
    )
    is_customer_vehicle = fields.Boolean(
        string="Customer's Vehicle",
        compute='_compute_is_customer_vehicle',
        store=True,
        readonly=False,
        precompute=True,
    )
    usage = fields.Selection(
        selection=[('household', "Household"), ('commercial', "Commercial")],
        string='Use',
        default='household',
        required=True,
        tracking=True,
        help="Statutory rights of consumers cover vehicles in household use.",
    )
    license_plate = fields.Char(max_length=plate_tools.LONGEST)
    plate_warning = fields.Char(compute='_compute_plate_warning')
    vin_sn = fields.Char(string='VIN', max_length=40)
    vin_fault = fields.Char(compute='_compute_vin_fault')
    has_chassis_number = fields.Boolean(
        string="Chassis Number, No VIN", copy=False,
        help="The car has a frame number of another form, as cars for Japan or from before 1981: it is not checked as a VIN.")
    engine_number = fields.Char(copy=False)
    sale_date = fields.Date(string='Sold on', tracking=True, copy=False, help="Date of the sales invoice.")
    sale_price = fields.Monetary(copy=False)
    sale_currency_id = fields.Many2one('res.currency', default=lambda self: self.env.company.currency_id)
    delivery_date = fields.Date(
        string='Delivered on',
        tracking=True,
        copy=False,
        help="Date the first owner got the vehicle: guarantees and maintenance start here.",
    )
    inspection_due_date = fields.Date(string='Inspection Due', index='btree_not_null', copy=False)
    insurance_due_date = fields.Date(string='Insurance Due', index='btree_not_null', copy=False)
    lot_id = fields.Many2one(
        'stock.lot',
        string='Serial Number in Stock',
        index='btree_not_null',
        copy=False,
        ondelete='set null',
    )
    ownership_ids = fields.One2many(
        'aftersales.ownership', 'vehicle_id', string='Owners',
        groups='aftersales.group_user,account.group_account_invoice')
    # Read back by searches and by our stored computes; core leaves these two without an index.
    driver_id = fields.Many2one(index='btree_not_null')
    model_id = fields.Many2one(index=True)
    # The logo of the make, read there: Fleet keeps a file of it for each car, which makes a third of what a car costs to enter.
    image_128 = fields.Image(store=False)

    # Archived vehicles count: a VIN is one car for its whole life, and a car that comes back
    # is unarchived together with its owners, readings and rights. Those that shared one before
    # (``fleet_vehicle_doubled.py``) are left alone.
    _vin_uniq = models.UniqueIndex(
        '(vin_sn, COALESCE(company_id, 0)) WHERE vin_sn IS NOT NULL AND is_vin_doubled IS NOT TRUE',
        lambda env, diagnostics: env['fleet.vehicle']._get_vin_taken_message(diagnostics),
    )
    _lot_uniq = models.UniqueIndex(
        '(lot_id) WHERE lot_id IS NOT NULL',
        "This serial number already belongs to another vehicle.",
    )
    _license_plate_id_idx = models.Index('(license_plate, id)')
    _owners_idx = models.Index('(owner_id) INCLUDE (company_id) WHERE active IS TRUE AND is_customer_vehicle IS TRUE')
    _models_idx = models.Index('(id) INCLUDE (model_id)')  # analyses ask every car for it, and for nothing else
    _sale_price_check = models.Constraint('CHECK (sale_price >= 0)', "The sale price cannot be negative.")

    # === DEFAULT METHODS ===#

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if self.env.context.get('default_is_customer_vehicle'):
            customer_defaults = self._get_customer_defaults(self.env['res.partner'])
            defaults.update({name: value for name, value in customer_defaults.items() if name in fields})
        return defaults

    @api.model
    def _get_customer_defaults(self, owner):
        return {**FLEET_DEFAULTS, 'company_id': self.env.company._get_vehicle_scope(owner).id}

    # === COMPUTE METHODS ===#

    @api.depends('owner_id')
    def _compute_is_customer_vehicle(self):
        for vehicle in self:
            vehicle.is_customer_vehicle = vehicle.owner_id._is_aftersales_customer()

    @api.depends('license_plate')
    def _compute_plate_warning(self):
        by_plate = self.grouped(lambda vehicle: plate_tools.fold(vehicle.license_plate))
        by_plate.pop('', None)
        others = self.search(Domain.OR(Domain('search_key', 'ilike', plate) for plate in by_plate)) if by_plate else self
        others = others.grouped(lambda vehicle: plate_tools.fold(vehicle.license_plate))
        self.plate_warning = False
        for plate, vehicles in by_plate.items():
            for vehicle in vehicles:
                other = others.get(plate, self.browse()) - vehicle._origin
                if other:
                    vehicle.plate_warning = self.env._(
                        "%(vehicle)s carries the plate %(plate)s, too. Open that vehicle, or enter there the plate it "
                        "carries now.", vehicle=other[0].display_name, plate=other[0].license_plate)

    @api.depends('vin_sn', 'model_year', 'vehicle_type', 'has_chassis_number')
    @api.depends_context('company')
    def _compute_vin_fault(self):
        faults = self._get_vin_faults()
        for vehicle in self:
            vehicle.vin_fault = faults.get(vehicle, (None, False))[1]

    # === CONSTRAINT METHODS ===#

    @api.constrains('vin_sn', 'owner_id', 'is_customer_vehicle', 'has_chassis_number')
    def _check_vin(self):
        """The Fleet app's own machines may lack a VIN; a customer's car may not carry a wrong one."""
        for severity, message in self.filtered('is_customer_vehicle')._get_vin_faults().values():
            if severity == 'error':
                raise ValidationError(message)

    @api.constrains('owner_id', 'contact_id', 'company_id')
    def _check_owner_company(self):
        """No check_company on the fields: it would hide a company's own customers from a new shared
        vehicle, which becomes that company's by choosing one of them."""
        for vehicle in self:
            for partner in vehicle.sudo().owner_id | vehicle.sudo().contact_id:
                if not partner.filtered_domain(partner._check_company_domain(vehicle.company_id)):
                    raise ValidationError(self.env._(
                        "%(partner)s is a contact of company %(company)s only, so %(vehicle)s must belong to that "
                        "company too. Choose that company on the vehicle or share the contact.",
                        partner=partner.name, company=partner.company_id.name, vehicle=vehicle.display_name,
                    ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._prepare_create_vals_list(vals_list)
        self._refuse_known_vins([
            (vals.get('vin_sn'), vals.get('company_id', self.env.company.id), self.browse())
            for vals in vals_list
        ])
        vehicles = super().create(vals_list)
        vehicles.filtered('owner_id')._record_owner_change()
        return vehicles

    def write(self, vals):
        if vals.get('active') is False:
            self._check_may_archive()
        vals = self._normalise_numbers(vals)
        if self and 'owner_id' in vals:
            scopes = self.grouped(lambda vehicle: vehicle._get_scope_id(vals))
            if len(scopes) > 1:
                for company_id, vehicles in scopes.items():
                    vehicles.write({**vals, 'company_id': company_id})
                return True
            vals = {**vals, 'company_id': next(iter(scopes))}
        if 'vin_sn' in vals or 'company_id' in vals:
            self._refuse_known_vins([
                (
                    vals.get('vin_sn', vehicle.vin_sn),
                    vals.get('company_id', vehicle.company_id.id),
                    vehicle,
                )
                for vehicle in self if not vehicle._stays_doubled(vals)
            ])
        changed = self.filtered(lambda vehicle: vehicle.owner_id.id != vals.get('owner_id', vehicle.owner_id.id))
        former = {vehicle: vehicle.owner_id.commercial_partner_id for vehicle in changed}
        result = super().write(vals)
        if changed:
            changed._record_owner_change()
            changed.filtered(lambda vehicle: vehicle.owner_id.commercial_partner_id != former[vehicle])._reopen_file()
        return result

    # === BUSINESS METHODS ===#

    @api.model
    def _get_distance_units(self):
        kilometres, miles = self.env._("km"), self.env._("mi")
        return [('kilometers', kilometres), ('miles', miles)]

    def _on_delivered_to_customer(self):
        """Hook: these vehicles were just handed over to their ``owner_id`` on their ``delivery_date``."""

    def _on_returned_by_customer(self):
        """Hook: the delivery of these vehicles was undone; they are the dealer's again."""

    def _check_may_archive(self):
        """Archiving ends the contracts and services the Fleet app keeps, which the counter may not see."""
        if not self.env['fleet.vehicle.log.contract'].has_access('write'):
            raise UserError(self.env._("Vehicles are archived by an after-sales manager. Please ask one to do it."))

    def _get_vin_faults(self):
        """Return ``{vehicle: (severity, message)}`` of vehicles whose VIN is wrong."""
        frames = self.filtered(lambda vehicle: vehicle.has_chassis_number and vehicle.vin_sn)
        faults = {
            vehicle: ('error', self.env._(
                "%(number)s is no chassis number: it has 5 to 25 letters and digits. Read it from the vehicle.",
                number=vehicle.vin_sn))
            for vehicle in frames if not vin_tools.is_chassis_number(vin_tools.normalise(vehicle.vin_sn))
        }
        by_vin = (self - frames).filtered(lambda vehicle: vehicle.vehicle_type != 'bike').grouped(
            lambda vehicle: vin_tools.normalise(vehicle.vin_sn),
        )
        for vin, (severity, message) in self.env['aftersales.vin.region']._get_faults(by_vin).items():
            for vehicle in by_vin[vin]:
                is_old = vehicle.model_year and vehicle.model_year < FIRST_VIN_YEAR
                faults[vehicle] = ('warning' if is_old else severity, message)
        return faults

    @api.model
    def _refuse_known_vins(self, candidates):
        """Refuse VINs that another vehicle of the same scope has.

        A shared vehicle is known to all companies; a company's own only to that company, so it
        does not stand in the way of the others (nor shows that it exists).

        :param candidates: tuples (VIN, company id, the vehicle itself if it exists)
        """
        vins = {vin for vin, _company, _vehicle in candidates if vin}
        if not vins:
            return
        taken = {
            (known.vin_sn, known.company_id.id): known
            for known in self.sudo().with_context(active_test=False).search([('vin_sn', 'in', list(vins))])
        }
        for vin, company_id, vehicle in candidates:
            if not vin:
                continue
            for scope in (company_id, False):
                known = taken.get((vin, scope))
                if known is not None and not (vehicle and known == vehicle):
                    raise ValidationError(self._describe_known_vin(vin, known))
            taken[vin, company_id] = vehicle

    @api.model
    def _describe_known_vin(self, vin, known):
        if not known:
            return self.env._("VIN %(vin)s is given to two vehicles at once: a VIN belongs to one only.", vin=vin)
        if not known.active:
            return self.env._(
                "VIN %(vin)s already belongs to %(vehicle)s, which is archived: unarchive that vehicle instead.",
                vin=vin, vehicle=known.display_name,
            )
        return self.env._(
            "VIN %(vin)s already belongs to %(vehicle)s: open that vehicle, or correct the VIN.",
            vin=vin, vehicle=known.display_name,
        )

    @api.model
    def _get_vin_taken_message(self, diagnostics):
        """Message of the unique index: somebody else saved the same VIN at the same moment."""
        detail = diagnostics.message_detail or '' if diagnostics else ''
        vin = detail.partition(')=(')[2].partition(',')[0]
        known = self.sudo().with_context(active_test=False).search([('vin_sn', '=', vin)], limit=1)
        return self._describe_known_vin(vin, known)

    @api.model
    def _normalise_numbers(self, vals):
        """Plate and VIN as they are written, whatever way they were typed, scanned or imported."""
        vals = self._read_inputs(vals)
        if 'vin_sn' in vals:
            vals = {**vals, 'vin_sn': vin_tools.normalise(vals['vin_sn']) or False}
        if 'license_plate' in vals:
            vals = {**vals, 'license_plate': self._normalise_plate(vals['license_plate'])}
        return vals

    @api.model
    def _normalise_plate(self, plate):
        return plate_tools.normalise(plate) or False

    def _prepare_create_vals_list(self, vals_list):
        Partner = self.env['res.partner']
        owners = Partner.browse([vals.get('owner_id') or False for vals in vals_list])
        prepared = []
        for vals, owner_id in zip(vals_list, owners._ids):
            owner = Partner.browse(owner_id or ()).with_prefetch(owners._ids)
            vals = self._normalise_numbers({'vin_sn': False, **vals})
            if vals.get('is_customer_vehicle', owner._is_aftersales_customer()):
                vals = {**self._get_customer_defaults(owner), **vals}
                vals['company_id'] = vals['company_id'] or owner.company_id.id
            prepared.append(vals)
        return prepared

    def _get_scope_id(self, vals):
        """Return the id of the company this vehicle belongs to once ``vals`` gave it another owner."""
        self.ensure_one()
        owner = self.env['res.partner'].browse(vals['owner_id'] or ())
        if 'company_id' in vals and (vals['company_id'] or not owner.company_id):
            return vals['company_id']
        if owner and not owner._is_aftersales_customer():
            return owner.sudo().ref_company_ids[:1].id
        if owner.company_id or (owner and not self.is_customer_vehicle):
            return self.env.company._get_vehicle_scope(owner).id
        return self.company_id.id

    def _get_previous_owner(self):
        """Return who owned the vehicle until the current owner took it over; empty for a new one."""
        self.ensure_one()
        current, *past = self.ownership_ids.sorted('id', reverse=True)
        if past and past[0].date_end >= current.date_start:
            return past[0].partner_id
        return self.env['res.partner']

    def _record_owner_change(self):
        """Close the current ownership of each vehicle and open the one of its owner."""
        today = fields.Date.context_today(self)
        Ownership = self.env['aftersales.ownership'].sudo()
        for ownership in Ownership.search([('vehicle_id', 'in', self.ids), ('date_end', '=', False)]):
            ownership.date_end = max(today, ownership.date_start)
        Ownership.flush_model(['date_end'])
        Ownership.create([
            {
                'vehicle_id': vehicle.id,
                'partner_id': vehicle.owner_id.id,
                'date_start': min(vehicle.delivery_date or today, today) if not vehicle.ownership_ids else today,
            }
            for vehicle in self.sudo() if vehicle.owner_id  # sudo: as above, whoever may change the owner
        ])
