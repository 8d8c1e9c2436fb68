from odoo import api, models
from odoo.fields import Domain

from . import plate as plate_tools

TEXT_OPERATORS = ('ilike', 'like', '=ilike', '=like')


class AftersalesPlateMixin(models.AbstractModel):
    """Documents that are searched by plate: 沪DS1027 finds 沪D·S1027, in whatever box or filter it is typed.

    The model keeps a folded ``search_key``, or says through which many2one its plate comes (``_plate_of``).
    """
    _name = 'aftersales.plate.mixin'
    _description = "Found by Its Plate"

    _plate_of = None

    @api.model
    def _search(self, domain, *args, **kwargs):
        return super()._search(Domain(domain).map_conditions(self._fold_plate_condition), *args, **kwargs)

    @api.model
    def _fold_plate_condition(self, condition):
        if condition.field_expr != 'license_plate' or condition.operator.removeprefix('not ') not in TEXT_OPERATORS:
            return condition
        plate = plate_tools.fold(condition.value) if isinstance(condition.value, str) else ''
        if not plate:
            return condition
        if self._plate_of:
            folded = Domain(self._plate_of, 'any', [('license_plate', 'ilike', condition.value)])
        else:
            folded = Domain('search_key', 'ilike', self.env['fleet.vehicle']._get_search_pattern(plate))
        if condition.operator.startswith('not '):
            return condition & ~folded
        return condition | folded
