import re
import unicodedata

from odoo import api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.inputs import read_float
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow
from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle import vin as vin_tools


class AftersalesExchangeKind(models.AbstractModel):
    """What stands in cells, as kinds of rows read it; what is wrong is told in a sentence."""
    _inherit = 'aftersales.exchange.kind'

    @api.model
    def _read_day(self, values, code):
        """:return: ISO text of the day; None where the cell is empty"""
        if not values.get(code):
            return None
        day = table_file.read_day(values[code])
        if not day or not 1950 <= day.year <= 2999:
            raise WrongRow(self.env._("“%(value)s” is no day. Write it as 2026-11-18.", value=values[code][:40]))
        return day.isoformat()

    @api.model
    def _read_number(self, values, code):
        """:return: text of the number; None where the cell is empty"""
        if not values.get(code):
            return None
        text = ''.join(unicodedata.normalize('NFKC', values[code]).split())
        text = text.replace(',', '') if re.fullmatch(r'-?\d{1,3}(,\d{3})+(\.\d+)?', text) else text.replace(',', '.')
        try:
            return str(read_float(text))
        except ValueError:
            raise WrongRow(self.env._("“%(value)s” is no number.", value=values[code][:40]))

    @api.model
    def _read_yes(self, values, code):
        if not values.get(code):
            return None
        return '1' if table_file.fold(values[code]) in {'1', 'x', 'y', 'yes', 'true', '是', '√', '公司', '单位'} else '0'

    @api.model
    def _drop_empty(self, prepared):
        return {name: text for name, text in prepared.items() if text is not None and text != ''}

    @api.model
    def _read_bounded(self, values, code, lowest, highest):
        """:return: the number, 0.0 where the cell is empty"""
        number = read_float(self._read_number(values, code))
        if not lowest <= number <= highest:
            raise WrongRow(self.env._("“%(value)s” cannot be right.", value=values[code][:40]))
        return number

    # === Cars ===#

    @api.model
    def _find_vehicles(self, rows):
        """:return: dict of VIN or folded plate: cars that carry it"""
        vins = {vin_tools.normalise(row['values']['vin']) for row in rows if row['values'].get('vin')}
        plates = {plate_tools.normalise(row['values']['plate']) for row in rows if row['values'].get('plate')}
        vehicles = self.env['fleet.vehicle'].with_context(active_test=False).search([
            ('company_id', 'in', [False, self.env.company.id]),
            '|', ('vin_sn', 'in', list(vins)), ('license_plate', 'in', list(plates))])
        found = {}
        for vehicle in vehicles:
            for key in {vehicle.vin_sn, plate_tools.fold(vehicle.license_plate)} - {False, ''}:
                found.setdefault(key, []).append(vehicle)
        return found

    @api.model
    def _get_vehicle(self, head, helps):
        """The car of the document, by its VIN, else by its plate."""
        if not (head.get('vin') or head.get('plate')):
            raise WrongRow(self.env._("VIN and plate are missing: one of them says which car it was."))
        key = vin_tools.normalise(head['vin']) if head.get('vin') else plate_tools.fold(head['plate'])
        found = helps['vehicles'].get(key, [])
        if not found:
            raise WrongRow(self.env._(
                "No car %(car)s is known here. Import the cars first.", car=(head.get('vin') or head['plate'])[:40]))
        if len(found) > 1:
            raise WrongRow(self.env._(
                "Several cars carry the plate %(plate)s. Add the VIN.", plate=(head.get('plate') or '')[:40]))
        return found[0]
