from odoo import api, models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint, plain


class AftersalesJob(models.Model):
    """A job as a card of the order sheet."""

    _name = 'aftersales.job'
    _inherit = ['aftersales.job', 'aftersales.sheet.part.mixin']
    # What is entered on a card; all else of a job stands in its form.
    _sheet_fields = ('concern', 'cause', 'correction', 'pay_type_id', 'payer_id', 'technician_id', 'bay_id')

    # === BUSINESS METHODS ===#

    @api.model
    def _may_write_cell(self, name):
        return self.env.user.has_group('aftersales.group_job') or name in self._get_worker_fields()

    def _prepare_sheet_cards(self):
        """Cards of the jobs; rooms add what they know by ``super()``.

        :return: dict of job: card; constant queries for any number of jobs
        """
        rights, rows = self._get_card_rights(), self.line_ids._prepare_sheet_rows()
        return {job: job._prepare_sheet_card(rights, rows) for job in self}

    def _prepare_sheet_card(self, rights, rows):
        """:param rights: see ``_get_card_rights``
        :param rows: dict of line: row
        """
        self.ensure_one()
        order = self.order_id
        is_closed = order.is_locked or self.state == 'cancelled'
        card = {
            'id': self.id,
            'name': self.shown_name,
            'code': self.operation_id.code or self.menu_id.code or '',
            'state': self.state,
            'state_label': self._get_state_label(),
            'approval': self.approval,
            'approval_label': self._get_approval_label(),
            'live': self._is_live(),
            'pay_type_id': _pair(self.pay_type_id),
            'payer_id': _pair(self.payer_id),
            # sudo: names of colleagues, as on the board
            'technician_id': _pair(self.technician_id.sudo()),
            'bay_id': _pair(self.bay_id),
            'concern': self.concern or '',
            'cause': self.cause or '',
            'correction': self.correction or '',
            'hours': self.flat_rate_hours,
            'hints': [plain(hint) for hint in self._get_card_hints()],
            'actions': [plain(action) for action in self._get_card_actions()],
            'may': [] if is_closed else rights['card'],
            'may_rows': [] if is_closed else rights['row'],
            'may_add': not is_closed and rights['add'],
            'may_remove': not is_closed and rights['remove'] and self._may_be_removed(),
            'rows': [rows[line] for line in self.line_ids],
        }
        return plain(card | self._prepare_card_money() if rights['price'] else card)

    def _prepare_card_money(self):
        """What the job costs, what of it the customer bears, and what of that waits for an answer."""
        self.ensure_one()
        return {
            'untaxed': self.amount_untaxed,
            'total': self.amount_total,
            'customer': self._get_customer_amount(self._get_sold_lines()),
            'waiting': self.waiting_amount if self.is_waiting_answer else 0.0,
        }

    @api.model
    def _get_card_rights(self):
        """What the user's roles allow on cards and rows; the state of each job and its guards come on top."""
        Line = self.env['aftersales.order.line']
        return {
            'card': self._get_own_sheet_fields(),
            'row': Line._get_own_sheet_fields(),
            'add': Line.has_access('create'),
            'remove': self.has_access('unlink'),
            'price': self.env['aftersales.order']._shows_prices(),
        }

    def _get_approval_label(self):
        return dict(self._fields['approval']._description_selection(self.env)).get(self.approval, '')

    # === HOOKS ===#

    def _get_card_hints(self):
        """What should be known of the job; rooms append theirs.

        :return: list of ``Hint``
        """
        self.ensure_one()
        hints = [
            Hint('warning', hold._get_wait_text()) for hold in self.hold_ids if hold.is_open
        ]
        if self.cancel_reason:
            hints.append(Hint('info', self.env._("Cancelled: %(reason)s", reason=self.cancel_reason)))
        if self.rework_count and self.state != 'passed':
            hints.append(Hint('danger', self.env._("Rework %(count)s", count=self.rework_count)))
        return hints

    def _get_card_actions(self):
        """What the user may do with the job now; rooms append theirs.

        :return: list of ``CardAction``
        """
        self.ensure_one()
        user, order, actions = self.env.user, self.order_id, []
        if order.is_locked:
            return actions
        if self.open_hold_count:
            if user.has_group('aftersales.group_end_hold'):
                actions.append(CardAction('action_end_holds', self.env._("End Wait"), 'fa-check'))
        elif self.is_open and order.is_in_house and user.has_group('aftersales.group_hold'):
            actions.append(CardAction('action_hold', self.env._("Put on Hold"), 'fa-hourglass-half'))
        if user.has_group('aftersales.group_order'):
            if self.state == 'cancelled':
                actions.append(CardAction('action_reopen', self.env._("Reopen"), 'fa-undo'))
            elif self.state != 'passed':
                actions.append(CardAction(
                    'action_cancel', self.env._("Cancel Job"), 'fa-ban',
                    confirm=self.env._("Cancel this job?") if order.state == 'draft' else ''))  # else it is asked why
        return actions


def _pair(record):
    return [record.id, record.display_name] if record else False
