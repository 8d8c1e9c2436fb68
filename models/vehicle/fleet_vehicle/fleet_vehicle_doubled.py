import logging
import re

from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle import vin as vin_tools

_logger = logging.getLogger(__name__)

# Rows that are read and written at a time while the application is installed.
ROWS_AT_ONCE = 5000
# A VIN of today: the index of those that are none says the same.
WELL_FORMED = re.compile(r'[^0IOQ][^IOQ]{16}\Z')


class FleetVehicle(models.Model):
    """Cars that were there before this application, entered without its checks: kept as they are, and told to be mended.

    Where several have one VIN already, each of them is marked: the database lets these be, and no other one. The mark
    goes when the VINs are told apart.
    """
    _inherit = 'fleet.vehicle'

    vin_sn = fields.Char(index='btree_not_null')
    is_vin_doubled = fields.Boolean(
        string="VIN Given Twice", readonly=True, copy=False,
        help="Several vehicles had this VIN before the after-sales department began to work here. Correct it in one of them.")
    is_plate_doubled = fields.Boolean(
        string="Plate Given Twice", compute='_compute_is_plate_doubled', search='_search_is_plate_doubled')
    vin_warning = fields.Char(string="VIN Warning", compute='_compute_vin_warning')
    mend_text = fields.Char(string="What Is Wrong", compute='_compute_mend_text')
    is_vin_wrong = fields.Boolean(
        string="VIN Wrong", compute='_compute_is_vin_wrong', search='_search_is_vin_wrong',
        help="Of a car's 17 characters, without I, O and Q and not beginning with 0, something is not as it must be.")

    # As the list of VINs and plates to mend shows the cars of any filter.
    _mend_idx = models.Index('(vin_sn, license_plate, id)')
    _doubled_idx = models.Index('(vin_sn) WHERE is_vin_doubled IS TRUE')
    _wrong_idx = models.Index(
        "(model_id) WHERE has_chassis_number IS NOT TRUE AND vin_sn != '' AND vin_sn !~ '^[^0IOQ][^IOQ]{16}$'")
    # Plates as they are compared, with what the comparison reads: nothing else of the cars is looked at.
    _compared_plate_idx = models.Index("""(
        REGEXP_REPLACE(UPPER(license_plate), '[^[:alnum:]]', '', 'g'), license_plate, id)
        WHERE license_plate IS NOT NULL AND active IS TRUE""")

    # === INITIALISATION ===#

    def _auto_init(self):
        """VINs and plates entered before this application was installed are written like the later ones."""
        if not column_exists(self.env.cr, self._table, 'owner_id'):
            self._normalise_old_numbers()
        if not column_exists(self.env.cr, self._table, 'is_vin_doubled'):
            create_column(self.env.cr, self._table, 'is_vin_doubled', 'boolean')
            self._mark_doubled_vins()
        return super()._auto_init()

    def _normalise_old_numbers(self):
        last, cr = 0, self.env.cr
        while True:
            cr.execute(
                "SELECT id, vin_sn, license_plate FROM fleet_vehicle WHERE id > %s ORDER BY id LIMIT %s", [last, ROWS_AT_ONCE])
            rows = cr.fetchall()
            if not rows:
                break
            last = rows[-1][0]
            written = [(key, vin_tools.normalise(vin)[:40] or None, plate_tools.normalise(plate)[:plate_tools.LONGEST] or None)
                       for key, vin, plate in rows]
            changed = [new for new, old in zip(written, rows, strict=True) if new != old]
            if changed:
                execute_values(cr._obj, """
                    UPDATE fleet_vehicle vehicle SET vin_sn = said.vin, license_plate = said.plate
                      FROM (VALUES %s) AS said(id, vin, plate) WHERE said.id = vehicle.id
                """, changed, template='(%s, %s::varchar, %s::varchar)')

    def _mark_doubled_vins(self):
        self.env.cr.execute("""
            UPDATE fleet_vehicle SET is_vin_doubled = TRUE
             WHERE (vin_sn, COALESCE(company_id, 0)) IN (
                   SELECT vin_sn, COALESCE(company_id, 0) FROM fleet_vehicle WHERE vin_sn IS NOT NULL
                    GROUP BY vin_sn, COALESCE(company_id, 0) HAVING COUNT(*) > 1)
        """)
        if self.env.cr.rowcount:
            _logger.info(
                "%s vehicles share their VIN with another one. They stay as they are; After-Sales lists them under "
                "Configuration, Vehicles, VINs and Plates to Mend.", self.env.cr.rowcount)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('license_plate')
    def _compute_is_plate_doubled(self):
        doubled = set(self.search([('id', 'in', self._origin.ids), ('is_plate_doubled', '=', True)])._ids)
        for vehicle in self:
            vehicle.is_plate_doubled = vehicle._origin.id in doubled

    @api.depends('vin_sn', 'is_vin_doubled')
    def _compute_vin_warning(self):
        """Which other cars have the VIN, of those the reader may see."""
        self.vin_warning = False
        doubled = self._origin.filtered('is_vin_doubled')
        carriers = self.with_context(active_test=False).search([
            ('is_vin_doubled', '=', True), ('vin_sn', 'in', doubled.mapped('vin_sn'))]) if doubled else doubled
        carriers = carriers.grouped('vin_sn')
        for vehicle in self:
            if vehicle.is_vin_doubled:
                others = carriers.get(vehicle._origin.vin_sn, self.browse()) - vehicle._origin
                vehicle.vin_warning = self.env._(
                    "VIN %(vin)s is given to %(others)s, too: correct it in one of them.", vin=vehicle._origin.vin_sn,
                    others=", ".join(others.mapped('display_name')) or self.env._("another vehicle"))

    @api.depends('vin_warning', 'vin_fault', 'plate_warning')
    def _compute_mend_text(self):
        for vehicle in self:
            vehicle.mend_text = " ".join(filter(None, (vehicle.vin_warning, vehicle.vin_fault, vehicle.plate_warning)))

    @api.model
    def _search_is_plate_doubled(self, operator, value):
        """Plates as they are compared: with or without dot, dash and blank they are the same; archived cars have none."""
        if operator != 'in':
            return NotImplemented
        self.flush_model(['license_plate', 'active'])
        doubled = self._get_few_domain(SQL("""
            SELECT id FROM (
                SELECT id, COUNT(*) OVER (
                       PARTITION BY REGEXP_REPLACE(UPPER(license_plate), '[^[:alnum:]]', '', 'g')) AS carriers
                  FROM fleet_vehicle WHERE license_plate IS NOT NULL AND active IS TRUE) plates
             WHERE carriers > 1"""))
        return doubled if True in value else ~doubled

    @api.depends('vin_sn', 'has_chassis_number', 'vehicle_type')
    def _compute_is_vin_wrong(self):
        for vehicle in self:
            vehicle.is_vin_wrong = bool(
                vehicle.vin_sn and not vehicle.has_chassis_number and vehicle.vehicle_type == 'car'
                and not WELL_FORMED.match(vehicle.vin_sn))

    @api.model
    def _search_is_vin_wrong(self, operator, value):
        if operator != 'in':
            return NotImplemented
        self.flush_model(['vin_sn', 'has_chassis_number', 'model_id'])
        wrong = self._get_few_domain(SQL(
            """
            SELECT car.id FROM fleet_vehicle AS car JOIN fleet_vehicle_model AS model ON model.id = car.model_id
             WHERE model.vehicle_type = 'car' AND car.has_chassis_number IS NOT TRUE AND car.vin_sn != ''
               AND car.vin_sn !~ '^[^0IOQ][^IOQ]{16}$'
            """))
        return wrong if True in value else ~wrong

    @api.model
    def _get_few_domain(self, cars):
        """:param cars: SQL, ids of cars; they are found first, for a list in the order of plates would walk them all"""
        return Domain.custom(to_sql=lambda model, alias, query: SQL("%s = ANY(ARRAY(%s))", SQL.identifier(alias, 'id'), cars))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any('is_vin_doubled' in vals for vals in vals_list):
            self._refuse_marking()
        return super().create(vals_list)

    def write(self, vals):
        if 'is_vin_doubled' in vals and not self.env.su:
            self._refuse_marking()
        if not vals.keys() & {'vin_sn', 'company_id', 'owner_id'}:
            return super().write(vals)
        vins = self._get_doubled_vins()
        result = super().write(vals)
        if vins:
            self._settle_doubled(vins)
        return result

    def unlink(self):
        vins = self._get_doubled_vins()
        result = super().unlink()
        if vins:
            self.browse()._settle_doubled(vins)
        return result

    # === BUSINESS METHODS ===#

    def _stays_doubled(self, vals):
        """Whether a write leaves a VIN that is known to be given twice as it was: nothing else of the car waits for that."""
        return self.sudo().is_vin_doubled and (  # sudo: the mark is the system's
            vals.get('vin_sn', self.vin_sn) == self.vin_sn and vals.get('company_id', self.company_id.id) == self.company_id.id)

    def _refuse_marking(self):
        raise UserError(self.env._("Which VINs are given twice is kept by the system. Correct the VIN itself."))

    def _get_doubled_vins(self):
        # sudo: the mark is the system's
        return set(self.sudo().filtered('is_vin_doubled').mapped('vin_sn'))

    def _settle_doubled(self, vins):
        """Take the mark from what is told apart now.

        :param vins: what they were called before
        """
        # sudo: the others may belong to another company
        register = self.sudo().with_context(active_test=False)
        marked = register.search([('is_vin_doubled', '=', True), ('vin_sn', 'in', list(vins))]) | self.sudo().filtered(
            'is_vin_doubled')
        counts = {(vin, company.id): count for vin, company, count in register._read_group(
            [('vin_sn', 'in', [*vins, *filter(None, marked.mapped('vin_sn'))])], ['vin_sn', 'company_id'], ['__count'])}
        single = marked.filtered(lambda vehicle: counts.get((vehicle.vin_sn, vehicle.company_id.id), 0) < 2)
        if single:
            single.is_vin_doubled = False
