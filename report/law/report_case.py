from odoo import models
from odoo.tools import format_date


class ReportStatuteCase(models.AbstractModel):
    """The letter to the owner: acceptance, refusal with reasons, or certificate of exchange or return (Order 43, art. 28)."""

    _name = 'report.aftersales.report_statute_case'
    _inherit = ['aftersales.print.mixin']
    _description = "Letter of a Case"

    _print_model = 'aftersales.statute.case'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        evidence = doc.evidence_ids.sorted('id')[-1:]
        # A case that was taken up again tells nothing of what was decided before.
        decided = doc.state in ('accepted', 'refused', 'completed') and doc.evidence_ids.filtered(
            lambda sealed: sealed.kind in ('decision', 'completed')).sorted('id')[-1:]
        # A piece of a list forgets the lists beside it: what was sealed is read for all the letters at once.
        content = (decided or evidence).with_prefetch(doc.evidence_ids._prefetch_ids)._get_shown_content()
        return {
            'company': doc.company_id, 'address': doc.company_id.partner_id, 'content': content,
            'sentence': self._get_sentence(doc, content),
        }

    def _get_sentence(self, doc, content):
        """What the letter says, by how far the case is."""
        env = doc.env
        if doc.state == 'accepted':
            return env._(
                "We accept your request. The exchange or the return will be complete by %(date)s; otherwise you may ask for "
                "the return of the car.", date=format_date(env, doc.completion_due) if doc.completion_due else '–')
        if doc.state == 'requested' and doc.reply_due:
            return env._(
                "We have received your request and reply until %(date)s. What our records say of the car stands below.",
                date=format_date(env, doc.reply_due))
        if doc.state == 'refused':
            return env._("We cannot accept your request, for these reasons:")
        if doc.state == 'completed' and doc.remedy == 'exchange':
            return env._(
                "We certify that the car was exchanged on %(date)s. The car given in exchange has VIN %(vin)s; its periods "
                "begin anew on that day.", date=format_date(env, doc.completion_date),
                vin=content.get('decision', {}).get('replacement_vin') or '–')
        if doc.state == 'completed':
            return env._("We certify that the car was taken back on %(date)s.", date=format_date(env, doc.completion_date))
        if doc.statute_id.kind == 'house':
            return env._(
                "The same fault has come again and again. Beyond what the law asks of us, we offer to exchange the car or to "
                "take it back. If you want to accept the offer, please tell us.")
        if doc.statute_id.reply_days:
            return env._(
                "By the repairs we have recorded, the law gives you the right named below. If you want to use it, please ask "
                "us in writing; we reply within %(days)s working days.", days=doc.statute_id.reply_days)
        return env._(
            "By the repairs we have recorded, the law gives you the right named below. If you want to use it, please ask us "
            "in writing.")


class ReportStatuteEvidence(models.AbstractModel):
    """What was sealed, such as the disclosure to the buyer of a car that was given back (Order 43, art. 33)."""

    _name = 'report.aftersales.report_statute_evidence'
    _inherit = ['aftersales.print.mixin']
    _description = "Evidence of a Case"

    _print_model = 'aftersales.statute.evidence'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id, 'address': doc.company_id.partner_id, 'content': doc._get_shown_content(),
            'is_intact': doc._is_intact(),
        }
