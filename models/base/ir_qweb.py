from lxml import etree

from odoo import models


class IrQweb(models.AbstractModel):
    """A template that is written to many is compiled once; core compiles what stands in a field for each of them."""

    _inherit = 'ir.qweb'

    def _compile(self, template):
        context = self.env.context
        compiled = context.get('aftersales_compiled')
        # Who may not write templates has each expression looked at as it is compiled.
        if not isinstance(compiled, dict) or not isinstance(template, etree._Element) or (
                context.get('raise_on_forbidden_code_for_model')):
            return super()._compile(template)
        key = (etree.tostring(template), *(context.get(name) for name in self._get_template_cache_keys()))
        if key not in compiled:
            compiled[key] = super()._compile(template)
        return compiled[key]
