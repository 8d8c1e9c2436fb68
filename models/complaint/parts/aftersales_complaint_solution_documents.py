from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .aftersales_complaint_solution import CREDIT_KINDS, JOB_KINDS, MONEY_KINDS, VOUCHER, WORD_KINDS

HANDLE = 'aftersales.group_handle_complaint'
BOOK = 'aftersales.group_book_complaint'
# Who makes which document: the office, or whoever's it is.
MAKERS = {'job': 'aftersales.group_order', 'money': BOOK, 'return': 'aftersales.group_parts'}


class AftersalesComplaintSolution(models.Model):
    """What was decided becomes a document with one click: a rework order, a credit note, a bill, a return, a voucher."""
    _inherit = 'aftersales.complaint.solution'

    # === ACTION METHODS ===#

    def action_make_document(self):
        """Make the document of the solution, or open the one there is."""
        self.ensure_one()
        self.check_access('read')
        self._check_may_make()
        self.complaint_id._claim_for_update()  # two people click at the same time: one of them finds the other's
        document, __ = self.sudo()._get_document()  # sudo: whether there is one; it may be of somebody else
        if not document:
            self._check_not_given()
            document = self._make_document()
            # sudo: whoever makes it, the case tells of it
            self.complaint_id.sudo()._message_log(body=self.env._(
                "%(solution)s: %(document)s", solution=self._get_kind_label(), document=self.sudo().document_name))
            self.complaint_id._settle_booking()
        return self._get_document_action(document.with_env(self.env))

    def action_view_document(self):
        self.ensure_one()
        self.check_access('read')
        document, __ = self.sudo()._get_document()  # sudo: what there is; opening it asks for rights of its own
        if not document:
            raise UserError(self.env._(
                "%(solution)s has no document yet.", solution=self._get_kind_label()))
        return self._get_document_action(document.with_env(self.env))

    # === BUSINESS METHODS ===#

    def _get_kind_label(self):
        self.ensure_one()
        return self.complaint_id._get_solution_labels()[self.kind]

    @api.model
    def _get_document_action(self, document):
        record = document.order_id if document._name == 'aftersales.job' else document
        if not record.has_access('read'):  # it is there; opening it takes the rights of accounting or of the store
            return {
                'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                    'type': 'success', 'message': record.sudo().display_name, 'next': {
                        'type': 'ir.actions.client', 'tag': 'soft_reload'}}}
        if record._name == 'aftersales.complaint.letter':
            return record.action_print()
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record.id, 'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def _get_maker_group(self):
        if self.kind in JOB_KINDS:
            return MAKERS['job']
        return MAKERS['money' if self.kind in MONEY_KINDS else 'return' if self.kind == 'return' else 'job']

    def _check_may_make(self):
        complaint = self.complaint_id
        if not complaint._is_decided():
            raise UserError(self.env._(
                "%(complaint)s: nothing is given before it is decided, nor when the case is over.",
                complaint=complaint.display_name))
        if self.kind in WORD_KINDS:
            raise UserError(self.env._(
                "%(complaint)s: this is said or written to the customer. Use “Tell the Customer”.",
                complaint=complaint.display_name))
        group = self._get_maker_group()
        allowed = group if self.kind in MONEY_KINDS else f'{group},{HANDLE}'
        if not self.env.su and not self.env.user.has_groups(allowed):
            raise AccessError(self.env._(
                "%(solution)s of %(complaint)s is made by: %(role)s. It is on their list.",
                solution=self._get_kind_label(), complaint=complaint.display_name, role=self.env.ref(group).sudo().name))

    def _check_not_given(self):
        """What was given without a document, or as a voucher that is gone, is not given once more."""
        if self.no_document_reason or (self.kind == VOUCHER and self.voucher_code):
            raise UserError(self.env._(
                "%(complaint)s: %(solution)s was given already: %(reason)s. Where that is not so, clear what is written there "
                "first.", complaint=self.complaint_id.display_name, solution=self._get_kind_label(),
                reason=self.no_document_reason or self.voucher_code))

    def _make_document(self):
        """Hook: the document of one solution; rooms that have others add theirs by ``super()``."""
        if self.kind in JOB_KINDS:
            return self._make_job()
        if self.kind in CREDIT_KINDS:
            return self._make_credit_note()
        if self.kind in MONEY_KINDS:
            return self._make_bill()
        if self.kind == VOUCHER:
            return self._make_voucher()
        return self._make_return()

    # === REWORK ORDER ===#

    def _make_job(self):
        """The same car comes to the same outlet, free of charge; a comeback that was taken in already is taken as it is."""
        complaint = self.complaint_id.sudo()  # sudo: decided by whoever may; the office makes no orders by itself
        if not complaint.vehicle_id:
            raise UserError(self.env._(
                "%(complaint)s: enter the vehicle first, the work is done on it.", complaint=complaint.display_name))
        earlier = complaint._get_disputed_job()
        job = earlier.comeback_ids.filtered(lambda job: (
            job.state != 'cancelled' and job.create_date >= complaint.received_date
            and job.id not in self._get_taken_jobs(earlier)))[:1]
        if not job:
            order = complaint.env['aftersales.order'].with_company(complaint.company_id).create(
                self.sudo()._prepare_order_vals(earlier))
            job = order.job_ids
            if earlier:
                job._note_comeback(earlier)
            order._message_log(body=self.env._(
                "Decided with complaint %(complaint)s.", complaint=complaint._get_html_link()))
        self.sudo().job_id = job  # sudo: links are the system's
        return job.sudo(False)

    def _get_taken_jobs(self, earlier):
        # sudo: solutions of other complaints about the same work
        return self.sudo().search([('job_id', 'in', earlier.comeback_ids.ids)]).job_id.ids

    def _prepare_order_vals(self, earlier):
        complaint = self.complaint_id
        source = earlier.order_id or complaint.order_id
        advisor = source.user_id or complaint.user_id
        return {
            'vehicle_id': complaint.vehicle_id.id, 'workshop_id': (source.workshop_id or complaint.workshop_id).id,
            'company_id': complaint.company_id.id, 'user_id': advisor.active and advisor.id, 'concern': complaint.story,
            **({'partner_id': complaint.partner_id.id} if complaint.partner_id else {}),
            'job_ids': [Command.create(self._prepare_job_vals(earlier))],
        }

    def _prepare_job_vals(self, earlier):
        vals = {
            'name': self.note or earlier.name or self.complaint_id.subject, 'concern': self.complaint_id.story,
            'pay_type_id': self.env.ref('aftersales.pay_type_rework').id,
        }
        if self.kind == 'exchange':
            if not self.product_id or not self.quantity:
                raise UserError(self.env._(
                    "%(complaint)s: say which part is exchanged, and how many.", complaint=self.complaint_id.display_name))
            vals['line_ids'] = [Command.create({
                'line_type': 'part', 'product_id': self.product_id.id, 'quantity': self.quantity})]
        return vals

    # === CREDIT NOTE AND BILL ===#

    def _make_credit_note(self):
        """Money back of the invoice, by its taxes. What was done stays invoiced: the note is no reason to invoice it anew."""
        complaint = self.complaint_id
        complaint.company_id._claim_for_update()  # another case may be about the same invoice: what it gives is counted
        if self.kind == 'refund':
            self._check_goods_not_credited()
        invoice = complaint._get_disputed_invoice()
        if not invoice and self.kind == 'refund':
            raise UserError(self.env._(
                "%(complaint)s: choose the posted invoice of which money is given back, under “Part and Documents”.",
                complaint=complaint.display_name))
        return self._make_move({
            'move_type': 'out_refund',
            **({
                'reversed_entry_id': invoice.id, 'journal_id': invoice.journal_id.id, 'partner_id': invoice.partner_id.id,
                'currency_id': invoice.currency_id.id, 'fiscal_position_id': invoice.fiscal_position_id.id,
            } if invoice else {}),
            'invoice_line_ids': self._prepare_credit_lines(invoice) if invoice else [Command.create(
                {**self._prepare_line_vals(), 'price_unit': self.amount, 'tax_ids': [Command.clear()]})],
        })

    def _check_goods_not_credited(self):
        """Parts that came back are credited by the case or by their order, not by both."""
        complaint = self.complaint_id
        lines = complaint._get_returned_lines()
        lines.order_id._claim_for_update()  # whoever credits the order meanwhile begins again
        since = min(complaint.sudo().solution_ids.picking_id.filtered('date_done').mapped('date_done'), default=None)
        notes = lines.invoice_line_ids.move_id.filtered(lambda move: (
            move.move_type == 'out_refund' and move.state != 'cancel' and move.create_date >= since))
        if notes:
            raise UserError(self.env._(
                "%(complaint)s: the goods that came back are credited with %(notes)s already. Write that beside the refund "
                "instead of a document; what is given beyond it is paid as compensation in money.",
                complaint=complaint.display_name, notes=", ".join(notes.mapped('display_name'))))

    def _prepare_credit_lines(self, invoice):
        company, currency = invoice.company_id, invoice.currency_id
        amount = company.currency_id._convert(self.amount, currency, company, fields.Date.context_today(self))
        # sudo: credit notes of other companies' books are none of this one; drafts of colleagues count
        given = sum(invoice.sudo().reversal_move_ids.filtered(lambda move: move.state != 'cancel').mapped('amount_total'))
        if currency.compare_amounts(given + amount, invoice.amount_total) > 0:
            raise UserError(self.env._(
                "%(complaint)s: %(invoice)s is over %(total)s, and %(given)s of it is credited. What goes beyond is paid as "
                "compensation in money.", complaint=self.complaint_id.display_name, invoice=invoice.display_name,
                total=currency.format(invoice.amount_total), given=currency.format(given)))
        Tax = self.env['account.tax']
        base_lines, __ = invoice._get_rounded_base_and_tax_lines()
        # Core takes a part of a document off it with every tax in its share; here it stands on a note of its own.
        parts = Tax._prepare_global_discount_lines(base_lines, company, 'fixed', -amount, f'complaint,{self.id}')
        return [Command.create({
            **self._prepare_line_vals(), 'quantity': part['quantity'], 'price_unit': part['price_unit'],
            'tax_ids': [Command.set(part['tax_ids'].ids)], 'extra_tax_data': Tax._export_base_line_extra_tax_data(part),
        }) for part in parts]

    def _make_bill(self):
        """What the house owes the customer: booked and paid as any bill is."""
        return self._make_move({
            'move_type': 'in_invoice', 'ref': self.complaint_id.name,
            'invoice_line_ids': [Command.create({
                **self._prepare_line_vals(), 'price_unit': self.amount, 'tax_ids': [Command.clear()]})],
        })

    def _prepare_line_vals(self):
        words = self.with_context(lang=self.complaint_id.partner_id.lang or self.env.lang)
        return {
            'name': ' · '.join(filter(None, (
                words._get_kind_label(), words.env._("complaint %(number)s", number=self.complaint_id.name), self.note))),
            'quantity': 1.0,
        }

    def _make_move(self, vals):
        complaint = self.complaint_id
        if not complaint.partner_id:
            raise UserError(self.env._("%(complaint)s: enter the customer first.", complaint=complaint.display_name))
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(self.env._("%(complaint)s: there is no amount to book.", complaint=complaint.display_name))
        move = self.env['account.move'].with_company(complaint.company_id).create({
            'partner_id': complaint.partner_id.id, 'invoice_origin': complaint.name,
            'aftersales_complaint_id': complaint.id, **vals})
        self.sudo().move_id = move  # sudo: links are the system's
        complaint._get_returned_lines()._count_invoice_status_anew()
        return move

    # === VOUCHER ===#

    def _make_voucher(self):
        """A gift card of Odoo's app for coupons, worth what was decided."""
        complaint = self.complaint_id
        # sudo: the office gives what was decided, and need not run the program
        program = self.env['loyalty.program'].sudo().search([
            ('program_type', '=', 'gift_card'), ('company_id', 'in', (False, complaint.company_id.id)),
            ('currency_id', '=', complaint.currency_id.id)], limit=1)
        if not program:
            raise UserError(self.env._(
                "There is no program for gift cards in %(currency)s. Create one under Coupons & Loyalty first.",
                currency=complaint.currency_id.name))
        card = program.coupon_ids.create({
            'program_id': program.id, 'partner_id': complaint.partner_id.id, 'points': self.sudo().amount})
        self._note_in_voucher(card, issued=card.points)
        self.sudo().write({'voucher_key': card.id, 'voucher_code': card.code})  # sudo: links are the system's
        return card.sudo(False)

    def action_take_back_voucher(self):
        """Before the decision is changed or taken back: the voucher is worth nothing any more."""
        self.ensure_one()
        self.check_access('read')
        self.complaint_id._check_role(HANDLE)
        self.complaint_id._check_open()
        self.complaint_id._claim_for_update()
        reason = self._why_voucher_stays()
        if reason:
            raise UserError(reason)
        self._take_back_voucher()

    def _why_voucher_stays(self):
        """Why what was given as a voucher cannot be taken back, in words; nothing where it can."""
        self.ensure_one()
        card, amount = self.sudo()._get_voucher(), self.sudo().amount  # sudo: the office need not run the program
        if not self.voucher_code:
            return self.env._("%(solution)s has no document yet.", solution=self._get_kind_label())
        if not card:
            return self.env._(
                "The voucher %(code)s is no longer under Coupons & Loyalty: whether it was used nobody can tell. It stays "
                "given.", code=self.voucher_code)
        if self.currency_id.compare_amounts(card.points, amount):
            return self.env._(
                "Of the voucher %(code)s over %(amount)s, %(left)s is left: what was used is given. It stays the customer's.",
                code=self.voucher_code, amount=self.currency_id.format(amount), left=self.currency_id.format(card.points))
        return ''

    def _take_back_voucher(self):
        card, code = self.sudo()._get_voucher(), self.voucher_code  # sudo: as above
        self._note_in_voucher(card, used=card.points)
        card.with_context(loyalty_no_mail=True).write({'points': 0, 'active': False})
        self.sudo().write({'voucher_key': False, 'voucher_code': False})  # sudo: links are the system's
        self.complaint_id.sudo()._message_log(body=self.env._("The voucher %(code)s was taken back.", code=code))

    def _note_in_voucher(self, card, **amounts):
        """What the customer reads in his card's history."""
        words = self.with_context(lang=self.complaint_id.partner_id.lang or self.env.lang).env
        card.env['loyalty.history'].create({
            'card_id': card.id, 'description': words._("complaint %(number)s", number=self.complaint_id.name), **amounts})

    # === WHAT IS NOT WANTED ===#

    def _drop_unfinished(self):
        """The customer refuses: what was begun and is not done is given up; what he has stays his.

        :return: names of what was given up, and of what stays
        """
        dropped, kept = [], []
        for line in self.sudo():  # sudo: whatever document, whoever notes the refusal
            document, is_done = line._get_document()
            if line.kind in WORD_KINDS or not document:
                continue
            name = line.document_name
            if line.kind == VOUCHER:
                may_go = not line._why_voucher_stays()
                if may_go:
                    line._take_back_voucher()
            else:
                may_go = not is_done and line._drop_document(document)
            (dropped if may_go else kept).append(name)
        return dropped, kept

    def _drop_document(self, document):
        """:return: whether it could be cancelled: what somebody has begun to work on is for him to end"""
        if document._name == 'account.move':
            document.button_cancel()
        elif document._name == 'stock.picking':
            document.action_cancel()
        else:
            order = document.order_id
            if order.state != 'draft' or order.job_ids != document:
                return False
            reason = self.env._("%(complaint)s was refused by the customer", complaint=self.complaint_id.display_name)
            order.with_user(SUPERUSER_ID)._cancel(reason)  # whoever notes the refusal; jobs ask for roles of their own
        return True
