from odoo import api, fields, models


class AftersalesSearchKeyMixin(models.AbstractModel):
    """A document of a car, found from one box by what the car is found by, by its own number and by who it is of (C4).

    All of it stands in one column: an OR over the tables of cars and customers could use no index.
    """
    _name = 'aftersales.search.key.mixin'
    _inherit = ['aftersales.plate.mixin']
    _description = "Found by Car, Customer and Number"

    # Fields of the document that are found as a whole, whatever blanks are in them, and those found word by word.
    _search_whole_fields = ('name', 'license_plate')
    _search_word_fields = ()

    search_key = fields.Char(compute='_compute_search_key', store=True, index='trigram', export_string_translation=False)

    # === COMPUTE METHODS ===#

    @api.depends(lambda self: (
        *self._search_whole_fields, *self._search_word_fields, 'vehicle_id.search_key', 'partner_id.name', 'partner_id.phone'))
    def _compute_search_key(self):
        Vehicle = self.env['fleet.vehicle']
        for document in self:
            # sudo: a car or a customer of another company is found by what the document itself shows
            car, partner = document.vehicle_id.sudo(), document.partner_id.sudo()
            whole = [*(document[name] for name in self._search_whole_fields), partner.phone]
            words = Vehicle._fold_words([text.replace(' ', '') for text in whole if text])
            words += Vehicle._fold_words([*(document[name] for name in self._search_word_fields), partner.name])
            words += (car.search_key or '').split()
            document.search_key = ' ' + ' '.join(dict.fromkeys(words))

    # === SEARCH METHODS ===#

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ('ilike', 'like') and isinstance(value, str) and value.strip():
            return self.env['fleet.vehicle']._get_search_domain(value)
        return super()._search_display_name(operator, value)
