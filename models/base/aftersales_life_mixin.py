from odoo import api, models
from odoo.exceptions import AccessError, UserError


class AftersalesLifeMixin(models.AbstractModel):
    """The life of a document: one table of moves, and every write of its state passes through it.

    A document declares ``_transitions``; its rules are methods that are found by name, each called once for all
    records that move:

    - ``_check_<target>()`` refuses a move with a UserError that names the record, what is missing and what to do;
    - ``_after_<target>(source)`` sets stamps and does what follows.

    In ``_inherit`` it stands behind ``aftersales.system.values.mixin``, which then asks first whether the state is
    the user's to write at all.

    Rooms add theirs by ``super()``, and states and moves of theirs by ``_further_transitions``; for a target they may
    speak of, the document itself defines the method, be it empty. What holds for every move goes into
    ``_check_transition`` and ``_after_transition``.
    """
    _name = 'aftersales.life.mixin'
    _description = "Life of a Document"

    _life_field = 'state'
    # source -> {target: groups that may, None = whoever may write the record}; the first source is where all begin.
    _transitions = {}
    # What a room adds to the table of a document above it, in the same shape: moves, and states with an entry of their own.
    _further_transitions = {}

    # === INITIALISATION ===#

    def _post_model_setup__(self):
        """The table of the registry: what the document declares and what rooms add to it, in the rooms' order."""
        super()._post_model_setup__()
        cls = type(self)
        parts = cls.__mro__[1:]
        added = [vars(part)['_further_transitions'] for part in reversed(parts) if vars(part).get('_further_transitions')]
        if added:
            declared = next(vars(part)['_transitions'] for part in parts if '_transitions' in vars(part))
            table = {source: dict(targets) for source, targets in declared.items()}
            for further in added:
                for source, targets in further.items():
                    table.setdefault(source, {}).update(targets)
            cls._transitions = table

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        first = self._get_first_state()
        if any(vals.get(self._life_field, first) != first for vals in vals_list):
            raise UserError(self._get_birth_message())
        # Said here, no default counts: neither of the list somebody came from, nor one he keeps for himself.
        return super().create([{**vals, self._life_field: first} for vals in vals_list])

    def write(self, vals):
        if self._life_field not in vals:
            return super().write(vals)
        target = vals[self._life_field]
        moving = self.filtered(lambda record: record[self._life_field] != target)
        sources = moving.grouped(self._life_field)
        moving._check_transition(target)
        result = super().write(vals)
        for source, records in sources.items():
            records._after_transition(source, target)
        return result

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _transition(self, target):
        """Move records to ``target``; raises UserError when one of them is there already or cannot go there."""
        for record in self:
            if record[self._life_field] == target:
                raise UserError(self.env._(
                    "%(record)s is already: %(state)s. Reload the page to see what happened.",
                    record=record._get_life_name(), state=record._get_state_label(target),
                ))
        self.write({self._life_field: target})

    def _check_transition(self, target):
        """Guards of every move.

        :raises UserError: naming the record, what is missing and what to do
        :raises AccessError: when the user's role may not do this move
        """
        if not self:
            return
        self._check_reachable(target)
        check = getattr(self, f'_check_{target}', None)
        if check:
            check()

    def _check_reachable(self, target):
        """What the table says: whether the move exists, and for whom."""
        for record in self:
            targets = self._transitions[record[self._life_field]]
            if target not in targets:
                raise UserError(self.env._(
                    "%(record)s cannot go from %(current)s to %(target)s.",
                    record=record._get_life_name(), current=record._get_state_label(),
                    target=record._get_state_label(target),
                ))
            if targets[target] and not record._may_move(target, targets[target]):
                raise AccessError(record._get_role_message(targets[target], target))

    def _may_move(self, target, groups):
        """Whether the logged-in person may move the record to ``target``, which the table keeps to these groups."""
        self.ensure_one()
        return self.env.user.has_groups(groups)

    def _after_transition(self, source, target):
        """What follows a move; called once for all records that came from ``source``."""
        after = getattr(self, f'_after_{target}', None)
        if after:
            after(source)

    # === BUSINESS METHODS: WORDS ===#

    @api.model
    def _get_first_state(self):
        return next(iter(self._transitions))

    def _get_state_label(self, state=None):
        """The user's word for ``state``, or for the record's own."""
        state = state or self[self._life_field]
        return dict(self._fields[self._life_field]._description_selection(self.env)).get(state, state)

    def _get_life_name(self):
        """What the sentences about a move call the record; they begin with it."""
        self.ensure_one()
        return self.display_name

    def _get_role_message(self, groups, target):
        """Why the user may not do a move that is somebody else's."""
        self.ensure_one()
        roles = [self.env.ref(group.strip()).sudo().name for group in groups.split(',')]
        return self.env._(
            "%(record)s is moved from %(current)s to %(target)s by these roles only: %(roles)s.",
            record=self._get_life_name(), current=self._get_state_label(), target=self._get_state_label(target),
            roles=", ".join(roles),
        )

    @api.model
    def _get_birth_message(self):
        return self.env._(
            "%(document)s: a new one starts as “%(state)s”; move it on with its buttons.",
            document=self.env['ir.model']._get(self._name).name, state=self._get_state_label(self._get_first_state()),
        )
