from odoo import SUPERUSER_ID, models
from odoo.tools import ormcache

# What the logs of a request's documents say of their changes, until it is written; and the mark of what is such a log.
TOLD, CHANGES = 'aftersales.told_changes', 'aftersales_told_changes'


class Changes(dict):
    """Environment and values of messages by user. Of a class of ours, so that no call from outside can claim it."""

    def __init__(self):
        super().__init__()
        self.authors = {}  # id of the partner by user


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

    def _track_get_fields(self):
        """What a document only shows of another one, the other one's log tells."""
        return {
            name for name in super()._track_get_fields() or ()
            if self._fields[name].store or not self._fields[name].related}

    @ormcache('self._name', 'self.env.lang')
    def _creation_message(self):
        """Read once: core asks the database for the document's name with each document."""
        return super()._creation_message()

    # === BUSINESS METHODS: WRITTEN TOGETHER ===#

    def _message_track(self, fields_iter, initial_values_dict):
        """What a request changed of orders, jobs and whatever hangs on them is written into their logs at once (P11)."""
        told = self.env.cr.precommit.data.setdefault(TOLD, Changes())
        return super(AftersalesLogMixin, self.with_context(**{CHANGES: told}))._message_track(fields_iter, initial_values_dict)

    def _message_compute_author(self, author_id=None, email_from=None):
        """Who changed it is read at once, where core asks for the user and then for his partner."""
        told = self.env.context.get(CHANGES)
        if author_id is None and not email_from and isinstance(told, Changes):
            if self.env.uid not in told.authors:
                told.authors[self.env.uid] = self._read_author_id()
            author_id = told.authors[self.env.uid]
        return super()._message_compute_author(author_id, email_from)

    def _read_author_id(self):
        if self.env.uid in self.env['res.users']._fields['partner_id']._get_cache(self.env):
            return self.env.user.partner_id.id
        # sudo: the name of who is logged in; the system's own user is archived
        return self.env['res.partner'].sudo().with_context(active_test=False).search_fetch(
            [('user_ids', 'in', self.env.uid)], ['name', 'email'], order='id', limit=1).id

    def _message_create(self, values_list):
        told = self.env.context.get(CHANGES)
        if not isinstance(told, Changes):
            return super()._message_create(values_list)
        if not told:
            self.env.cr.precommit.add(self.env['aftersales.log.mixin'].browse()._write_changes)
        told.setdefault(self.env.uid, (self.env, []))[1].extend(values_list)
        return self.env['mail.message']

    def _write_changes(self):
        """Core writes one message and its values after the other."""
        told = self.env.cr.precommit.data.pop(TOLD, Changes())
        for env, values_list in told.values():
            tracked = [values.pop('tracking_value_ids', None) or [] for values in values_list]
            messages = env['mail.thread'].with_context(**{CHANGES: None})._message_create(values_list)
            env['mail.tracking.value'].sudo().create([  # sudo: as core does, whoever changed it
                {**command[2], 'mail_message_id': message.id}
                for message, commands in zip(messages, tracked, strict=True) for command in commands
            ])
