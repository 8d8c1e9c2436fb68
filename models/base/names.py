from odoo import api, models
from odoo.fields import Domain


class Base(models.AbstractModel):
    """Operations, menus, grounds and whatever else of ours has a name in each language: who types it in another language
    of the house than his own finds it, too (C7)."""
    _inherit = 'base'

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator not in ('ilike', '=ilike') or not value or not self._is_named_in_languages():
            return domain
        named = [domain]
        for code, __ in self.env['res.lang'].get_installed():
            if code != (self.env.lang or 'en_US'):
                model = self.with_context(lang=code)
                named.append(Domain('id', 'in', model._search(super(Base, model)._search_display_name(operator, value))))
        return Domain.OR(named)

    @api.model
    def _is_named_in_languages(self):
        names = self._rec_names_search or [self._rec_name]
        return self._name.startswith('aftersales.') and any(
            name in self._fields and self._fields[name].translate for name in names)
