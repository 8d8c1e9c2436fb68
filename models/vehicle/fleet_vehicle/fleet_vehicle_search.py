import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache, remove_accents

from odoo.addons.aftersales.models.base.inputs import clean_code, clean_line
from odoo.addons.aftersales.models.vehicle import vin as vin_tools

# Too short for a trigram: matched from the beginning of a word only, so that the index still serves.
SHORT_WORD = 3
# Digits that may be a phone number; fewer are a word like others.
SHORTEST_PHONE = 6
PHONE = re.compile(r'[+(]?[\d\s().·/-]+')

COUNTER_VIEWS = {
    'form': 'aftersales.fleet_vehicle_view_form',
    'list': 'aftersales.fleet_vehicle_view_list',
    'kanban': 'aftersales.fleet_vehicle_view_kanban',
    'search': 'aftersales.fleet_vehicle_view_search',
}


def fold(text):
    """Return ``text`` in capitals without accents, blanks and separators."""
    return clean_code(remove_accents(text or ''))


def fold_phone(text, country_codes):
    """The national digits of a phone number: those that stand in it whether with country code, leading 0 or neither.

    :param country_codes: calling codes of the world (86, 49, 1, …), of which none is the beginning of another
    :return: digits, or None for what is no number
    """
    line = clean_line(text)
    if not PHONE.fullmatch(line) or sum(map(str.isdigit, line)) < SHORTEST_PHONE:
        return None
    digits = ''.join(filter(str.isdigit, line))
    if line.startswith(('+', '00')):
        digits = digits.removeprefix('00')
        digits = next((digits[size:] for size in (1, 2, 3) if digits[:size] in country_codes), digits)
    return digits.lstrip('0') or None


class FleetVehicle(models.Model):
    """Finding a vehicle from one box, and showing it at the counter."""

    _name = 'fleet.vehicle'
    _inherit = ['fleet.vehicle', 'aftersales.plate.mixin']
    _rec_names_search = ['license_plate', 'vin_sn', 'name']

    # All that people search by in one column: one trigram index serves the search box, where
    # an OR over several tables could use none.
    search_key = fields.Char(compute='_compute_search_key', store=True, index='trigram', export_string_translation=False)

    former_plates = fields.Char(
        string="Earlier Plates", readonly=True, copy=False, help="Plates the car carried before; it is found by them, too.")

    # === COMPUTE METHODS ===#

    @api.depends(
        'former_plates', 'license_plate', 'vin_sn', 'model_id.name', 'model_id.brand_id.name', 'driver_id.name',
        'owner_id.name', 'owner_id.phone', 'contact_id.name', 'contact_id.phone',
    )
    def _compute_search_key(self):
        for vehicle in self:
            people = vehicle.owner_id | vehicle.contact_id
            words = [vehicle.license_plate and fold(vehicle.license_plate), vehicle.vin_sn]
            words += [fold(plate) for plate in (vehicle.former_plates or '').split(', ')]
            words += [fold(partner.phone) for partner in people]
            names = [*people.mapped('name'), vehicle.driver_id.name, vehicle.model_id.brand_id.name, vehicle.model_id.name]
            words += [fold(word) for name in names if name for word in name.split()]
            vehicle.search_key = ' ' + ' '.join(dict.fromkeys(word for word in words if word))

    @api.depends(
        'name', 'is_customer_vehicle', 'license_plate', 'vin_sn', 'owner_id.name',
        'model_id.name', 'model_id.brand_id.name',
    )
    def _compute_display_name(self):
        """Customers' vehicles are called at the counter by plate, model and owner."""
        result = super()._compute_display_name()
        for vehicle in self.filtered('is_customer_vehicle'):
            # The owner's own record may be behind a company wall; the vehicle's name is not.
            parts = (
                vehicle.license_plate or vehicle.vin_sn or self.env._("No plate"),
                vehicle.model_id._origin._get_kept_name(),
                vehicle.sudo().owner_id.name,
            )
            vehicle.display_name = ' · '.join(part for part in parts if part)
        return result

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'license_plate' in vals:
            vals = self._normalise_numbers(vals)
            self._keep_former_plates(vals['license_plate'])
        if 'former_plates' in vals and not self.env.su:
            raise UserError(self.env._("Earlier plates are kept by the system. Enter the plate the car carries now."))
        return super().write(vals)

    def _keep_former_plates(self, plate):
        """The plate that goes stays with the car: orders, papers and people name it by it for years."""
        for vehicle in self.filtered(lambda vehicle: vehicle.license_plate and fold(vehicle.license_plate) != fold(plate)):
            known = [known for known in (vehicle.former_plates or '').split(', ') if known]
            plates = dict.fromkeys([*known, vehicle.license_plate])
            vehicle.sudo().former_plates = ', '.join(plates)  # sudo: kept by the system

    # === SEARCH METHODS ===#

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ('ilike', 'like') and isinstance(value, str) and value.strip():
            return self._get_search_domain(value)
        domain = super()._search_display_name(operator, value)
        if operator == 'in':
            vins = [vin_tools.normalise(text) for text in value if isinstance(text, str)]
            return Domain.OR([domain, Domain('vin_sn', 'in', vins)])
        return domain

    @api.model
    def _get_search_domain(self, text):
        """Return the domain for what a person typed: a number in any notation, or words in any order."""
        words = self._fold_words([text])
        if not words:
            return Domain.FALSE
        as_words = Domain.AND(Domain('search_key', 'ilike', self._get_search_pattern(word)) for word in words)
        wholes = {fold(text), vin_tools.normalise(text), fold_phone(text, self._get_calling_codes())} - {None, ''}
        return Domain.OR([as_words, *(
            Domain('search_key', 'ilike', self._get_search_pattern(whole)) for whole in sorted(wholes) if [whole] != words)])

    @api.model
    @ormcache()
    def _get_calling_codes(self):
        return frozenset(str(code) for code in self.env['res.country'].sudo().search([]).mapped('phone_code') if code)

    @api.model
    def _fold_words(self, texts):
        """The words of ``texts`` as search keys hold them; other documents that are found by one build theirs with it."""
        return [word for text in texts if text for word in map(fold, text.split()) if word]

    @api.model
    def _get_search_pattern(self, word):
        return word if len(word) >= SHORT_WORD else f' {word}'

    # === VIEW METHODS ===#

    @api.model
    @api.readonly
    def get_view(self, view_id=None, view_type='form', **options):
        """People who don't run the Fleet app get the counter's views wherever a vehicle opens."""
        if (
            not view_id
            and view_type in COUNTER_VIEWS
            and f'{view_type}_view_ref' not in self.env.context
            and not self.env.user.has_group('fleet.fleet_group_user')
        ):
            view_id = self.env.ref(COUNTER_VIEWS[view_type]).id
        return super().get_view(view_id, view_type, **options)

    @api.readonly
    def get_formview_id(self, access_uid=None):
        if self.is_customer_vehicle:
            return self.env.ref(COUNTER_VIEWS['form']).id
        return super().get_formview_id(access_uid=access_uid)
