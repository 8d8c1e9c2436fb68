from odoo import api, fields, models
from odoo.fields import Domain

# What is asked of a customer beside what the register of cars asks for.
DETAILS = [
    ('owner_id.aftersales_birth_date', "Birth date"),
    ('owner_id.aftersales_service_wish_ids', "Services wished for"),
    ('owner_id.aftersales_consent_ids', "Wishes about contacts"),
    ('insurer_id', "Insurer"),
]
# A firm has no birthday.
EXEMPTIONS = {'owner_id.aftersales_birth_date': 'owner_id.is_company'}


class AftersalesFileItem(models.Model):
    _inherit = 'aftersales.file.item'

    detail = fields.Selection(selection_add=DETAILS, ondelete={detail: 'cascade' for detail, __ in DETAILS})

    @api.depends('detail')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = dict(self._fields['detail']._description_selection(self.env))
        for item in self:
            item.display_name = labels.get(item.detail, '')

    @api.model
    def _get_exemptions(self):
        return super()._get_exemptions() | EXEMPTIONS

    def _get_refused_domain(self):
        """Refusals of this detail that hold."""
        return Domain('item_id', 'in', self.ids) & Domain('ended_date', '=', False)

    def _is_excused(self, vehicle):
        """What the owner refuses to say."""
        if super()._is_excused(vehicle):
            return True
        refusals = vehicle.owner_id.aftersales_refusal_ids.filtered(
            lambda refusal: refusal.item_id == self and not refusal.ended_date)
        return any(refusal.is_of_owner or refusal.vehicle_id == vehicle for refusal in refusals)

    def _get_excused_domain(self):
        refused = self._get_refused_domain()
        return super()._get_excused_domain() | Domain(
            'owner_id.aftersales_refusal_ids', 'any', refused & Domain('is_of_owner', '=', True),
        ) | Domain('file_refusal_ids', 'any', refused & Domain('is_of_owner', '=', False))
