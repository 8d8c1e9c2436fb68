from odoo import api, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools.sql import create_index, make_index_name

from odoo.addons.aftersales.models.fitment.aftersales_part_number import CODE_KEY


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def init(self):
        """Parts are found by any part of their code, as by any part of their name: core's own index serves its whole only."""
        super().init()
        registry = self.env.registry
        if registry.has_trigram:
            code = '"default_code"'
            if registry.has_unaccent == FunctionStatus.INDEXABLE:
                code = registry.unaccent(code)
            create_index(
                self.env.cr, make_index_name(self._table, 'code_trigram'), self._table, [f'{code} gin_trgm_ops'],
                method='gin', where='"default_code" IS NOT NULL')
            create_index(
                self.env.cr, make_index_name(self._table, 'code_key'), self._table, [f'({CODE_KEY}) gin_trgm_ops'],
                method='gin', where='"default_code" IS NOT NULL')

    @api.model
    def _search_display_name(self, operator, value):
        """Whoever types or scans one of a part's numbers finds it."""
        domain = super()._search_display_name(operator, value)
        if operator != 'ilike' or not isinstance(value, str) or not self.env.user.has_group('aftersales.group_user'):
            return domain
        # Asked before and not in one question, as an OR over two tables could use no index.
        ids = self.env['aftersales.part.number']._find_templates(value)
        return Domain(domain) | Domain('product_tmpl_id', 'in', ids) if ids else domain

    @api.model
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        """Core's own search of parts looks at code and name only, so what it leaves is looked for by number."""
        found = super().name_search(name, domain, operator, limit)
        left = limit - len(found) if limit else None
        if operator != 'ilike' or not name or left == 0 or not self.env.user.has_group('aftersales.group_user'):
            return found
        ids = self.env['aftersales.part.number']._find_templates(name)
        if not ids:
            return found
        others = self.search_fetch(
            Domain(domain or []) & Domain('product_tmpl_id', 'in', ids)
            & Domain('id', 'not in', [product_id for product_id, __ in found]), ['display_name'], limit=left)
        return found + [(product.id, product.display_name) for product in others.sudo()]
