from odoo import api, models
from odoo.exceptions import AccessError


class CopiedLink(int):
    """An id that the server copied from another record.

    A transfer that is split, sent back or duplicated makes its moves as the clerk and speaks of the same order. A
    client sends plain numbers: what it names itself is never one of these.
    """


class AftersalesKeptLinkMixin(models.AbstractModel):
    """Records of Odoo whose ties to our documents the system keeps, like ``aftersales.system.values.mixin`` of ours.

    Invoiced, issued and bought quantities are read back along these links: whoever could cut or lay one would have
    the same work invoiced, issued or bought twice. Only our readonly fields are bound; the rest of the model is
    Odoo's.
    """
    _name = 'aftersales.kept.link.mixin'
    _description = "Links Kept by the System"

    @api.model_create_multi
    def create(self, vals_list):
        links = self._get_kept_links()
        if not self.env.su:
            for vals in vals_list:
                self._check_kept_links([
                    name for name in links & vals.keys() if vals[name] and not isinstance(vals[name], CopiedLink)])
        return super(AftersalesKeptLinkMixin, self._without_default_links()).create([
            {name: int(value) if isinstance(value, CopiedLink) else value for name, value in vals.items()}
            for vals in vals_list
        ])

    def write(self, vals):
        if not self.env.su:
            self._check_kept_links(self._get_kept_links() & vals.keys())
        return super().write(vals)

    def copy_data(self, default=None):
        links = {name for name in self._get_kept_links() if self._fields[name].type == 'many2one'} - set(default or ())
        return [
            {name: CopiedLink(value) if name in links and value else value for name, value in vals.items()}
            for vals in super().copy_data(default)
        ]

    def _without_default_links(self):
        """A default that the caller's context brings is no link either."""
        given = {f'default_{name}' for name in self._get_kept_links()} & self.env.context.keys()
        if not given:
            return self
        kept = {key: value for key, value in self.env.context.items() if key not in given}
        return self.with_context(kept)  # pylint: disable=context-overridden

    @api.model
    def _get_kept_links(self):
        return {
            name for name, field in self._fields.items()
            if name.startswith('aftersales_') and field.store and field.readonly
        }

    def _check_kept_links(self, names):
        """:raises AccessError: when there are ``names`` that only the system sets"""
        if names:
            raise AccessError(self.env._(
                "%(fields)s of %(records)s is set by the system alone.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(names)),
                records=", ".join(filter(None, self.mapped('display_name'))) or self._description,
            ))
