from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.dealership.standard import StandardOf
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestAuditTour(StandardOf, AftersalesCommon, OneBrowserCase):
    """N4: from the assessment to the check that it helped, clicked by those whose step it is."""

    with_outlet = True

    def test_from_finding_to_check(self):
        audit = self._start_audit(self._use_standard())
        self.start_tour(
            f'/odoo/outlet-assessments/{audit.id}', 'aftersales_audit_report', login=self.user_inspector.login)
        self.env.invalidate_all()
        action = audit.sudo().action_ids
        self.assertEqual((action.name, action.user_id), ("No chart in the hall", self.user_advisor))
        page = f'/odoo/improvement-actions/{action.id}'
        self.start_tour(page, 'aftersales_audit_done', login=self.user_advisor.login)
        self.start_tour(page, 'aftersales_audit_checked', login=self.user_inspector.login)
        self.start_tour(
            f'/odoo/outlet-assessments/{audit.id}', 'aftersales_audit_again', login=self.user_inspector.login)
        self.env.invalidate_all()
        self.assertEqual((action.state, action.checker_id), ('effective', self.user_inspector))
        again = self.env['aftersales.audit'].search([('previous_id', '=', audit.id)])
        self.assertEqual((again.kind, again.state), ('recheck', 'draft'))
