from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesDeadlineMixin(models.AbstractModel):
    """A document with promises of the table of deadlines: what is late is told to whom its row names, later to the next one,
    each once and logged (A4). The one scheduled action works through all of them, beside ``aftersales.batch.mixin``.
    """
    _name = 'aftersales.deadline.mixin'
    _description = "Has Promised Deadlines"
    # The rows of the table that are its own, and the task that is given.
    _deadline_document = None
    _late_activity = 'aftersales.mail_activity_deadline_late'

    urged_date = fields.Datetime(string="Urged On", readonly=True, copy=False)
    escalated_date = fields.Datetime(string="Escalated On", readonly=True, copy=False)
    late_level = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    next_urge = fields.Datetime(readonly=True, copy=False, export_string_translation=False)

    # === HOOKS ===#

    def _get_deadline_key(self):
        """What the table of deadlines asks: kind, area, severity, company."""
        self.ensure_one()
        return False, False, False, self.company_id

    @api.model
    def _get_late_domain(self):
        """What is late now."""
        raise NotImplementedError

    def _get_late_step(self):
        """:return: the step of the table that is late"""
        raise NotImplementedError

    def _get_late_due(self):
        """:return: when it had to be done"""
        raise NotImplementedError

    def _get_late_place(self):
        """The document with the log and the tasks: itself, if not another's part."""
        return self

    def _get_late_holder(self):
        self.ensure_one()
        return self.user_id

    def _prepare_urge(self, user):
        """Values of the task, in the words of its reader."""
        self.ensure_one()
        words = self.with_context(lang=user.lang)
        step = dict(self.env['aftersales.deadline'].with_context(lang=user.lang)._fields['promise_step']._description_selection(
            words.env)).get(self._get_late_step(), '')
        holder = self._get_late_holder()
        return {
            'summary': words.env._("Late: %(document)s", document=words.display_name)[:250],
            'note': escape(words.env._(
                "%(step)s. Due: %(due)s. Handled by: %(user)s.", step=step, due=words._say_late_due(),
                user=holder.name or words.env._("nobody"))),
        }

    def _say_late_due(self):
        moment = self._get_late_due()
        tz = self.workshop_id._get_tz() if self.workshop_id else None
        local = fields.Datetime.context_timestamp(self.with_context(tz=tz.zone) if tz else self, moment)
        return local.strftime('%Y-%m-%d %H:%M')

    # === BUSINESS METHODS ===#

    @api.model
    def _escalate_late(self, batch_size=200):
        now = fields.Datetime.now()
        untold = Domain('urged_date', '=', False) | Domain('next_urge', '<=', now)
        self._work_through(
            Domain(self._get_late_domain()) & untold, '_escalate', batch_size, order='id', together=True)

    def _escalate(self):
        """Everybody whose turn has come is told; who was told already is not told again."""
        now, vals, told = fields.Datetime.now(), {}, {}
        rows = self.env['aftersales.deadline']._get_rows(self._deadline_document, self.company_id)
        for document in self:
            row = rows._pick(document._get_late_step(), *document._get_deadline_key())
            levels, gap = row._get_levels()
            due = document._get_late_due() or now
            reached = min(len(levels), 1 + int((now - due) / gap)) if gap and now > due else 1
            before = [document._get_late_reader(who) for who in levels[:document.late_level]]
            for who in levels[document.late_level:reached]:
                user = document._get_late_reader(who)
                if user and user not in before:
                    told.setdefault(who, {}).setdefault(document, user)
                before.append(user)
            vals[document] = {
                'urged_date': document.urged_date or now, 'late_level': max(reached, document.late_level),
                'next_urge': due + gap * reached if reached < len(levels) else False,
                **({'escalated_date': now} if levels[-1] == 'manager' and reached == len(levels) else {})}
        for users in told.values():
            self._tell_late(users)
        for document, values in vals.items():
            document.sudo().write(values)  # sudo: stamps are the system's

    def _tell_late(self, users):
        """Tell each in his language, see ``_prepare_urge``, which takes its words with ``lang=``.

        :param users: dict of document: who is told
        """
        tasks, names = {}, {}
        for document, user in users.items():
            tasks.setdefault(document._get_late_place(), {'user_id': user.id, **document._prepare_urge(user)})
            names.setdefault(document._get_late_place(), user.name)
        self._create_tasks(self._late_activity, tasks)
        places = self.env[next(iter(tasks))._name].browse([place.id for place in tasks])
        places._message_log_batch(bodies={
            place.id: self.env._("Late: told to %(user)s.", user=name) for place, name in names.items()})

    def _get_late_reader(self, who):
        self.ensure_one()
        holder = self._get_late_holder().filtered('active')
        if who == 'holder' and holder:
            return holder
        if who != 'manager' and self.workshop_id.manager_id:
            return self.workshop_id.manager_id
        # sudo: who leads is no secret
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids and not user.share)
        # Who leads the company's own people, before who leads all of it from elsewhere or only administers it.
        return managers.sorted(lambda user: (user._is_system(), user.company_id != self.company_id, user.id))[:1] or holder

    @api.model
    def _get_fresh_urge_vals(self):
        """What a deadline that begins anew is told with."""
        return {'urged_date': False, 'escalated_date': False, 'late_level': 0, 'next_urge': False}

    def _end_late_tasks(self):
        """What was late and is done is nobody's task any more."""
        urged = self.sudo().filtered('urged_date')  # sudo: the task may be somebody else's
        if urged:
            urged._get_late_place().activity_unlink([self._late_activity])
