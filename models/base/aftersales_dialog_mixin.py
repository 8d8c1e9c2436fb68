from odoo import api, models


class AftersalesDialogMixin(models.AbstractModel):
    """A dialog speaks only of what its user may read.

    What it is for comes as an id from a context or a call, and related fields and figures are read as the system: so the
    documents are asked for first, whatever way they come.
    """
    _name = 'aftersales.dialog.mixin'
    _description = "Dialog on a Document"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._check_spoken_of(values)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_spoken_of(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_spoken_of(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_spoken_of(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_spoken_of(self, vals):
        """:raises AccessError: when ``vals`` names documents that the user may not read"""
        if self.env.su:
            return
        named = {
            name: value for name, value in vals.items()
            if value and name in self._fields and self._fields[name].relational and self._is_document(
                self.env[self._fields[name].comodel_name])}
        dialog = self.new(named) if named else self
        for name in named:
            dialog[name]._origin.check_access('read')

    @api.model
    def _is_document(self, model):
        return not model._transient and (model._name.startswith('aftersales.') or model._name == 'fleet.vehicle')
