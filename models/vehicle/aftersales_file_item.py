from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Each detail by its path from the vehicle.
DETAILS = [
    ('license_plate', "Plate"),
    ('vin_sn', "VIN"),
    ('model_year', "Model year"),
    ('engine_number', "Engine number"),
    ('sale_date', "Sale date"),
    ('delivery_date', "Delivery date"),
    ('last_odometer_date', "Odometer reading"),
    ('inspection_due_date', "Inspection due date"),
    ('insurance_due_date', "Insurance due date"),
    ('owner_id', "Owner"),
    ('owner_id.phone', "Phone"),
    ('owner_id.email', "E-mail"),
    ('owner_id.street', "Address"),
    ('owner_id.vat', "Tax ID"),
]
# Box that says a customer has or gives no such detail.
EXEMPTIONS = {'owner_id.email': 'owner_id.aftersales_no_email'}


class AftersalesFileItem(models.Model):
    """A detail that the file of a customer's vehicle should have (D1, J1): of the vehicle or of its owner."""

    _name = 'aftersales.file.item'
    _description = 'Detail of the Customer File'
    _order = 'sequence, id'
    _rec_name = 'detail'

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    detail = fields.Selection(selection=DETAILS, required=True)
    date_from = fields.Date(
        string="Asked Since", help="Files that were opened before this day need not have it. Empty: every file.")

    _detail_uniq = models.Constraint('UNIQUE (detail)', "This detail is on the list already, perhaps archived.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        self._renew_files()
        return items

    def write(self, vals):
        result = super().write(vals)
        if {'detail', 'active', 'date_from'} & vals.keys():
            self._renew_files()
        return result

    def unlink(self):
        result = super().unlink()
        self._renew_files()
        return result

    # === BUSINESS METHODS ===#

    @api.model
    def _renew_files(self):
        """Say of every vehicle whether its file is complete by today's list: in SQL, as there may be a million."""
        # sudo: what a file lacks is no matter of who changes the list
        Vehicle = self.env['fleet.vehicle'].sudo().with_context(active_test=False)
        domain = Domain('is_customer_vehicle', '=', False) | self._get_items()._get_complete_domain()
        complete = Vehicle._search(domain).subselect()
        self.env.flush_all()
        self.env.cr.execute(SQL("""
            UPDATE fleet_vehicle SET is_file_incomplete = FALSE
             WHERE is_file_incomplete IS NOT FALSE AND id IN %(complete)s
        """, complete=complete))
        self.env.cr.execute(SQL("""
            UPDATE fleet_vehicle SET is_file_incomplete = TRUE
             WHERE is_file_incomplete IS NOT TRUE AND id IN (SELECT id FROM fleet_vehicle EXCEPT %(complete)s)
        """, complete=complete))
        Vehicle.invalidate_model(['is_file_incomplete', 'missing_details', 'is_file_late'])

    @api.model
    def _get_items(self):
        """The list in force, for everybody who sees a vehicle."""
        return self.sudo().search_fetch([])  # pylint: disable=no-search-all  # a short list

    def _is_missing(self, vehicle):
        """Whether the file of ``vehicle`` (sudo) lacks the detail."""
        self.ensure_one()
        return not any(vehicle.mapped(self.detail)) and not self._is_excused(vehicle)

    @api.model
    def _get_exemptions(self):
        """Hook: by detail the box that says a customer has or gives no such detail; rooms add theirs by ``super()``."""
        return EXEMPTIONS

    def _is_excused(self, vehicle):
        """Hook: whether the file of ``vehicle`` (sudo) need not have the detail; as ``_get_excused_domain`` says it."""
        self.ensure_one()
        exemption = self._get_exemptions().get(self.detail)
        if exemption and any(vehicle.mapped(exemption)):
            return True
        # A car that was here, or was entered, before: whichever was first.
        starts = [vehicle.file_reopened_date] if vehicle.file_reopened_date else [
            vehicle.create_date, vehicle.first_visit_date]
        return bool(self.date_from and any(start and start.date() < self.date_from for start in starts))

    def _get_excused_domain(self):
        """Hook: vehicles whose file need not have the detail."""
        self.ensure_one()
        exemption = self._get_exemptions().get(self.detail)
        excused = Domain(exemption, '=', True) if exemption else Domain.FALSE
        if self.date_from:
            excused |= Domain('file_reopened_date', '<', self.date_from) | Domain('file_reopened_date', '=', False) & (
                Domain('create_date', '<', self.date_from) | Domain('first_visit_date', '<', self.date_from))
        return excused

    def _get_complete_domain(self):
        """Vehicles whose file has all of these details."""
        return Domain.AND(Domain(item.detail, '!=', False) | item._get_excused_domain() for item in self)
