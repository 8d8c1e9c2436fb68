from odoo import SUPERUSER_ID, models


class AftersalesLogMixin(models.AbstractModel):
    """A document whose log tells what was changed, whoever would rather not have it told.

    ``tracking_disable`` and ``mail_notrack`` in a person's context switch off subscriptions and greetings as ever,
    but not the tracking of values. What the log says of changes is neither edited nor deleted (see ``mail.message``).
    """
    _name = 'aftersales.log.mixin'
    _inherit = ['mail.thread']
    _description = "Document with a Log That Stays"

    # Whether the model itself decides which of its changes are told.
    _tells_changes_itself = False

    def write(self, vals):
        if self._hides_changes():
            self._track_prepare(self._fields)
        return super().write(vals)

    def _compute_field_value(self, field):
        if self._hides_changes():
            self._track_prepare(other.name for other in self.pool.field_computed[field] if other.store)
        return super()._compute_field_value(field)

    def _hides_changes(self):
        """Whether somebody asks for what only the system may ask for."""
        context = self.env.context
        return (
            bool(context.get('tracking_disable') or context.get('mail_notrack'))
            and not self._tells_changes_itself and self.env.uid != SUPERUSER_ID
            and self.env.registry.ready  # while modules are loaded, nobody is there; the demo's past has no log
        )
