def migrate(cr, version):
    """Messages nobody wrote anew get their present texts; the translations of the old ones would stay beside them."""
    cr.execute("""
        UPDATE sms_template sms
           SET body = jsonb_build_object('en_US', sms.body->>'en_US')
          FROM ir_model_data data
         WHERE data.module = 'aftersales' AND data.model = 'sms.template' AND data.res_id = sms.id AND sms.write_uid = 1
    """)
