from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.base import OneByOne
from odoo.addons.aftersales.models.vehicle import vin as vin_tools


class FleetVehicle(models.Model):
    """Files of vehicles: what is wrong with VINs is told for each row at once, before any vehicle is made (A9).

    Core makes all rows, and after a fault all of them again, one by one, only to throw them away.
    """

    _inherit = 'fleet.vehicle'

    @api.model
    def load(self, fields, data):
        return super(FleetVehicle, self.with_context(aftersales_bad_rows={})).load(fields, data)

    def _load_records(self, data_list, update=False):
        bad = self.env.context.get('aftersales_bad_rows')
        if not isinstance(bad, dict) or not self.env.context.get('_import_current_module'):
            return super()._load_records(data_list, update)
        if not bad:
            bad.update(self._find_bad_rows(data_list))
        if not bad:
            return super()._load_records(data_list, update)
        if len(data_list) > 1:
            raise OneByOne
        message = bad.get(id(data_list[0]))
        if message:
            raise UserError(message)
        return self.browse()  # the file is refused for other rows: nothing of it stays

    @api.model
    def _find_bad_rows(self, data_list):
        """:return: dict of id() of a row: what is wrong with its VIN"""
        rows = [
            (data, vin, self.browse(data['values'].get('id') or (data.get('xml_id') and self._get_known_id(data['xml_id']))))
            for data in data_list if (vin := vin_tools.normalise(data['values'].get('vin_sn')))
        ]
        vins = {vin for _data, vin, _vehicle in rows}
        faulty = self.env['aftersales.vin.region']._get_faults(vins)
        known = self.sudo().with_context(active_test=False).search([('vin_sn', 'in', list(vins))]).grouped('vin_sn')
        first, bad = {}, {}
        for data, vin, vehicle in rows:
            others = known.get(vin, self.browse()).filtered(
                lambda other: other != vehicle and other.company_id.id in (  # noqa: B023 - called at once
                    False, data['values'].get('company_id', self.env.company.id)))  # noqa: B023
            if vin in first:
                bad[id(data)] = self.env._(
                    "VIN %(vin)s stands in this file twice, first in row %(row)s: a VIN belongs to one vehicle only.",
                    vin=vin, row=first[vin]['info']['rows']['from'] + 2)
            elif others:
                bad[id(data)] = self._describe_known_vin(vin, others[0])
            elif vin in faulty:
                draft = self.new({**self._normalise_numbers(data['values'])}, origin=vehicle)
                severity, message = draft.filtered('is_customer_vehicle')._get_vin_faults().get(draft, (None, None))
                if severity == 'error':
                    bad[id(data)] = message
            first.setdefault(vin, data)
        return bad

    @api.model
    def _get_known_id(self, xmlid):
        return self.env['ir.model.data'].sudo()._xmlid_to_res_id(xmlid)
